// A list as Node programs commonly read one, for `cargo xtask bench contacts`:
// every record as an object in one array.
//
//   node read.mjs FILE
//
// Prints {"seconds","rows","peak_kib"}.

import { createReadStream } from 'node:fs';

import csv from 'csv-parser';

const rows = [];
const begin = performance.now();
createReadStream(process.argv[2])
  .pipe(csv())
  .on('data', (row) => rows.push(row))
  .on('end', () => {
    const seconds = (performance.now() - begin) / 1000;
    const peak_kib = process.resourceUsage().maxRSS;
    console.log(JSON.stringify({ seconds, rows: rows.length, peak_kib }));
  });
