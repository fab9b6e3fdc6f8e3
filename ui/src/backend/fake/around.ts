/** What lies around the engine: saved files, the size of everything, drawings. */

import type { ChartFormat } from '../generated/ChartFormat';
import type { ChartKind } from '../generated/ChartKind';
import type { ChartLook } from '../generated/ChartLook';
import type { DashboardQuery } from '../generated/DashboardQuery';
import { FakeBackups } from './backups';
import { chart, dashboard } from './dashboard';
import { diagnosticsDone, logView } from './logs';
import type { Room } from './room';

export abstract class FakeAround extends FakeBackups {
  protected abstract get room(): Room;

  async saveRejects() {
    return '/home/luna/Documentos/no-sirven.csv';
  }
  async saveExample() {
    return '/home/luna/Documentos/ejemplo.csv';
  }

  /** What was shown in its folder, and how large everything is. */
  readonly shown: string[] = [];
  zoom = 1;
  async showSaved(path: string) {
    this.shown.push(path);
  }
  async setZoom(factor: number) {
    this.zoom = factor;
  }

  async logLines() {
    return logView();
  }
  async showLogs() {
    this.shown.push('logs');
  }
  async saveDiagnostics() {
    return diagnosticsDone();
  }

  /** What was asked about the home screen, and what was drawn. */
  readonly asked: { dashboards: DashboardQuery[]; charts: { kind: ChartKind; look: ChartLook }[] } = { dashboards: [], charts: [] };
  async dashboard(query: DashboardQuery) {
    this.asked.dashboards.push(query);
    return dashboard(this.room, query);
  }
  async chart(kind: ChartKind, query: DashboardQuery, look: ChartLook) {
    this.asked.charts.push({ kind, look });
    return chart(kind, dashboard(this.room, query), look);
  }
  async exportChart(_kind: ChartKind, _query: DashboardQuery, _look: ChartLook, format: ChartFormat, name: string) {
    return `/home/luna/Documentos/${name}.${format}`;
  }
}
