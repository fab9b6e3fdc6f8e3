## Errors

error-wrong-build = Este programa só fala com o WhatsApp e { $variable } pede um servidor de testes. Remova essa variável ou use uma versão feita para testes.
error-profile-name = Dê ao perfil um nome de 1 a 60 caracteres.
error-country = “{ $country }” não é um país conhecido. Use as duas letras, como BR.
error-language = “{ $language }” não é um idioma deste programa. Escolha es, en ou pt.
error-profile-exists = Já existe um perfil chamado “{ $profile }”. Escolha outro nome.
error-profile-not-found = Não existe perfil chamado “{ $profile }”. Perfis conhecidos: { $profiles }.
error-no-profile = Ainda não há nenhum perfil. Crie um primeiro: profile create NOME.
error-which-profile = Há vários perfis: { $profiles }. Diga qual com --profile NOME.
error-profile-in-use = O perfil “{ $profile }” está aberto em outra janela ou processo. Feche-o lá e tente de novo.
error-key-damaged = A chave deste perfil está danificada e, sem ela, os dados não podem ser lidos. Nada foi alterado. Recupere o arquivo “{ $file }” de { $folder } de uma cópia.
error-key-missing = A chave deste perfil falta e, sem ela, os dados não podem ser lidos. Nada foi alterado. Recupere o arquivo “{ $file }” de { $folder } de uma cópia.
error-database-wrong-key = Os dados deste perfil não abrem com a sua chave. Nada foi alterado. Recupere a chave ou os dados do perfil de uma cópia.
error-database-newer = Uma versão mais nova do programa gravou este perfil. Atualize o programa; nada foi alterado.
error-database-read-only = Não é possível gravar no perfil. Permita gravar na pasta dele e tente de novo.
error-folder-read-only = Não é possível gravar na pasta { $folder }. Permita gravar nela ou escolha outra com --data-dir.
error-disk-full = O disco está cheio. Nada se perdeu: libere espaço e tente de novo.
error-database-busy = Outro programa está usando os dados do perfil. Feche-o e tente de novo.
error-database-damaged = Os dados deste perfil estão danificados. Nada foi alterado nem apagado: restaure a última cópia automática ou um arquivo de cópia de segurança.
error-backup-passphrase = Essa não é a frase desta cópia de segurança. Maiúsculas e espaços contam; nada foi alterado.
error-backup-foreign = { $file } não é uma cópia de segurança deste programa. Escolha o arquivo feito com “Fazer uma cópia agora”.
error-backup-newer = Uma versão mais nova do programa fez { $file }. Atualize o programa e restaure depois; nada foi alterado.
error-backup-truncated = { $file } termina cedo demais: não foi copiado até o fim. Copie-o de novo de onde foi feito; nada foi alterado.
error-backup-damaged = { $file } não está como foi feito, por isso nada dele foi usado. Tente outra cópia deste arquivo ou um mais antigo.
error-backup-is-folder = { $file } é uma pasta. Escolha o arquivo da cópia de segurança.
error-backup-in-profile = { $file } está dentro da pasta em que o programa guarda os perfis, e se perderia com eles. Escolha outro lugar, de preferência em outro disco.
error-backup-no-room = Não há espaço no disco para a cópia automática, e ela ficou para depois. Libere espaço; tenta-se de novo dentro de uma hora.
error-passphrase-short = Uma frase tem pelo menos { $least } caracteres. O melhor são várias palavras de que você se lembre.
error-passphrase-missing = Escreva a frase da cópia de segurança.
error-restore-name-taken = Já há um perfil chamado “{ $profile }”. Dê outro nome ao restaurado, ou diga que ele deve substituí-lo.
error-no-automatic-backup = Não existe essa cópia automática deste perfil. Restaure um arquivo de cópia de segurança, se você tiver.
error-database-foreign = O arquivo de dados deste perfil não é deste programa. Nada foi alterado. Recupere o perfil de uma cópia.
error-database = Não foi possível usar os dados do perfil ({ $reason }). O programa tenta de novo sozinho; se continuar, verifique o disco, feche-o e abra-o outra vez.
error-profile-folder = Não foi possível usar a pasta { $folder } ({ $reason }). Verifique se ela existe e se você pode gravar nela.
error-internal = Algo falhou dentro do programa ({ $reason }). Nada se perdeu; tente de novo.
error-not-linked = Este perfil não tem nenhum telefone conectado. Conecte um primeiro.
error-disabled = O dispositivo está desativado e continua assim. Ative-o primeiro: na janela ou com “device enable”.
error-already-linked = Este perfil já tem um telefone conectado. Desconecte-o antes de conectar outro.
error-idle-minutes = O tempo sem uso pode ser de { $limit } minutos no máximo; 0 significa nunca.
error-allowed-without-linked = { $phone } está conectado a este perfil e precisa estar na lista. Adicione-o, ou desconecte antes esse telefone.
error-too-many-numbers = A lista aceita { $limit } números no máximo. Remova alguns.
error-server-away = Não é possível chegar ao WhatsApp. Verifique a conexão com a internet e tente de novo; nada se perdeu.
error-device = O dispositivo não conseguiu fazer isso ({ $reason }). Espere um momento e tente de novo.
error-pairing-expired = Ninguém escaneou o código a tempo. Comece de novo e escaneie o novo código.
error-no-code-shown = Nenhum código está sendo mostrado. Comece a conectar primeiro.
error-not-practice = Este perfil usa um telefone de verdade: escaneie o código com ele.
error-phone-number = Esse não é um número de telefone que possamos usar ({ $reason }). Escreva-o com o DDD, ou com + e o código do país.
error-file-unreadable = Não é possível ler o arquivo { $file } ({ $reason }). Verifique se ele existe e se não está aberto em outro programa.
error-file-is-folder = { $file } é uma pasta. Escolha um arquivo.
error-no-file-name = Falta o nome de um arquivo. Escreva-o depois da opção.
error-cannot-write = Não é possível gravar o arquivo { $file } ({ $reason }). Escolha outro lugar.
error-reader-gone = Quem lia { $file } parou antes do fim.
error-file-ending = { $file } tem o nome de um arquivo { $ending } e o formato pedido é { $format }. Mude um dos dois.
error-folder-not-shown = Não foi possível abrir a pasta. O arquivo está em { $file }.
error-import-unreadable = Não foi possível ler a lista até o fim ({ $reason }). Nada foi importado; tente de novo.
error-import-empty-file = A lista está vazia. Escolha um arquivo com uma pessoa por linha.
error-import-unsupported-format = Isto é { $format }, que não pode ser lido como lista. Abra-o no programa que o criou, salve como XLSX ou CSV e arraste esse arquivo.
error-import-binary = A linha { $line } não é texto. Abra o arquivo no programa que o criou e salve como CSV.
error-import-second-encoding = A partir da linha { $line } o arquivo está em UTF-16 e antes em outra codificação, como quando se junta um arquivo a outro. Salve cada parte separadamente como CSV em UTF-8. Nada foi importado.
error-import-unclosed-quote = As aspas abertas na linha { $line } não se fecham. Feche-as ou remova-as e tente de novo; nada foi importado.
error-import-too-many-columns = A linha { $line } tem colunas demais. Verifique o separador ou deixe só as colunas necessárias.
error-import-record-too-large = A linha que começa em { $line } é longa demais. Procure ali aspas que não se fecham.
error-import-too-many-rows = A lista tem linhas demais. Divida-a e importe as partes.
error-import-no-number-column = Nenhuma coluna com números de telefone foi encontrada (colunas: { $columns }). Dê a ela o título “numero” ou diga qual é.
error-import-not-separated = A lista tem uma coluna só, e não são números de telefone. Escolha o que separa as colunas. Se for outro sinal, abra a lista em uma planilha e salve como XLSX ou CSV.
error-import-unknown-column = A lista não tem a coluna “{ $column }”. Ela tem: { $columns }.
error-import-field-taken-twice = Duas colunas foram escolhidas para “{ $field }”. Escolha uma.
error-import-protected-workbook = Esta pasta de trabalho tem senha. Abra-a, retire a senha (ou salve a planilha como CSV) e tente de novo.
error-import-damaged-workbook = Esta pasta de trabalho está danificada ou não foi copiada por inteiro. Abra-a em um programa de planilhas, salve-a de novo e tente outra vez.
error-import-workbook-too-large = Esta pasta de trabalho é grande demais. Copie a lista para uma nova ou salve a planilha como CSV.
error-import-unknown-sheet = A pasta de trabalho não tem a planilha “{ $sheet }”. Ela tem: { $sheets }.
error-import-unclosed-card = O cartão de contato que começa na linha { $line } está cortado. Exporte os contatos de novo; nada foi importado.
error-import-other = A lista não pode ser usada: { $reason }. Nada foi importado.
error-import-encoding = “{ $encoding }” não é uma codificação conhecida. Use UTF-8, UTF-16LE, UTF-16BE ou windows-1252.
error-import-separator = “{ $separator }” não pode separar colunas. Use vírgula, ponto e vírgula, tabulação ou |.
error-import-field = “{ $field }” não é um campo. Use number, title, name, surname, group, note, consent, consent_at, consent_proof, opted_out, extra ou ignore.
error-column-option = “{ $given }” não diz o que a coluna contém. Escreva --column "Título=number".
error-no-valid-rows = { $rows ->
    [0] A lista tem títulos e nenhuma pessoa.
    [1] A única linha não tem um número utilizável.
   *[other] Nenhuma das { $rows } linhas tem um número utilizável.
 } Verifique a lista; nada foi importado.
error-no-recipients = Não sobra ninguém para quem enviar. Escolha uma lista ou um grupo com pessoas.
error-no-recipients-counted = Não sobra ninguém para quem enviar: de { $rows } linhas, { $invalid } não têm número utilizável, { $opted_out } pediram para sair e { $others } ficam de fora por outros motivos. Nada foi enviado.
error-campaign-name = Dê à campanha um nome de 1 a 120 caracteres.
error-no-text = A mensagem está vazia. Escreva um texto ou adicione um arquivo; se houver várias versões, nenhuma pode ficar vazia.
error-too-many-variants = Uma campanha tem no máximo { $limit } versões da mensagem. Remova algumas.
error-text-too-long = A mensagem tem { $length } caracteres e o WhatsApp aceita { $limit }. Encurte-a.
error-jitter = A variação aleatória é uma porcentagem de 0 a 100.
error-pace = Entre uma pessoa e outra pode passar uma hora no máximo, e a pausa longa pode durar um dia no máximo.
error-start-time = “{ $time }” não é uma data e hora. Escreva como 2026-11-30 09:00.
error-time-of-day = “{ $time }” não é uma hora. Escreva de 00:00 a 23:59.
error-quiet-hours = As horas sem envios precisam de um começo e um fim diferentes, por exemplo 21:00-08:00.
error-weekdays = Os dias vão de 1 (segunda) a 7 (domingo).
error-recent-days = Os dias desde a última mensagem vão de 0 a 365.
error-failure-percent = A proporção de erros é uma porcentagem de 1 a 100.
error-no-stop-word = Deixe pelo menos uma palavra com que as pessoas possam sair.
error-word-in-both-lists = “{ $word }” está nas duas listas. Uma palavra pode tirar ou trazer de volta, não as duas coisas.
error-opt-out-word = “{ $word }” não serve como palavra: precisa de letras ou números, 60 caracteres no máximo.
error-too-many-words = São palavras demais: { $limit } por lista no máximo.
error-draft-not-found = Esse rascunho não existe mais: foi enviado ou excluído. Veja em Campanhas.
error-draft-damaged = Não é possível ler esse rascunho ({ $reason }). Exclua-o e comece outro.
error-draft-too-large = A lista colada é grande demais para um rascunho. Salve-a em um arquivo e escolha esse arquivo.
error-unknown-variables = O texto tem nomes entre chaves que não são variáveis: { $names }. Corrija-os, ou acrescente --no-check para enviar assim mesmo. Nada foi enviado.
error-campaign-not-found = Não existe campanha número { $id } neste perfil.
error-campaign-over = Esta campanha já terminou ({ $state }): não pode mais ser alterada.
error-state = “{ $state }” não é um estado. Use um destes: { $states }.
error-report-format = “{ $format }” não é um formato de relatório. Use csv, xlsx ou pdf.
error-report = Não foi possível fazer o relatório ({ $reason }). Tente de novo.
error-confirmation-needed = Isto não pode ser desfeito. Adicione --yes se é o que você quer.
error-database-missing = Faltam os dados deste perfil em { $folder }. Nada foi criado no lugar: recupere profile.db de uma cópia, ou exclua o perfil e comece de novo.
error-profile-damaged = A descrição de um perfil em { $folder } está danificada e ele não pode ser listado nem aberto. Os dados continuam lá: recupere profile.json de uma cópia.
error-session-damaged = A ligação com o telefone está danificada. Os contatos e as campanhas estão a salvo. Mova o arquivo { $file } para outro lugar, abra o perfil e conecte o telefone outra vez.
error-keychain-away = A chave deste perfil está no chaveiro do sistema, e o chaveiro não responde. Nada foi alterado. Entre na área de trabalho ou desbloqueie o chaveiro e tente de novo.
error-keychain-no-entry = A chave deste perfil não está mais no chaveiro do sistema e, sem ela, os dados não podem ser lidos. Nada foi alterado. Recupere o chaveiro, ou o perfil de uma cópia.
error-passcode-needed = Este perfil está protegido por um código. Digite-o para continuar.
error-unexpected = Algo falhou sem que se saiba por quê. Tente de novo.
error-passcode-wrong =
    { $tries_left ->
        [1] O código não está correto. Resta uma tentativa antes de você ter que esperar.
       *[other] O código não está correto. Restam { $tries_left } tentativas antes de você ter que esperar.
    }
error-passcode-slowed =
    { $seconds ->
        [1] O código não está correto. Espere um segundo antes de tentar outra vez. Nada se perdeu.
       *[other] O código não está correto. Espere { $seconds } segundos antes de tentar outra vez. Nada se perdeu.
    }
error-passcode-wait =
    { $seconds ->
        [1] Houve códigos errados demais. Você pode tentar de novo em um segundo.
       *[other] Houve códigos errados demais. Você pode tentar de novo em { $seconds } segundos.
    }
error-passcode-short = O código precisa de pelo menos { $limit } caracteres. Melhor ainda, uma frase curta que ninguém adivinhe.
error-passcode-long = O código pode ter no máximo { $limit } caracteres.
error-passcode-control = O código contém um caractere que não pode ser digitado de novo. Use letras, números e sinais.
error-passcode-already-set = Este perfil já tem um código. Para ter outro, altere-o.
error-no-passcode = Este perfil não tem código. Defina um primeiro.
error-no-new-passcode = Escreva o código novo na entrada padrão, com --passcode-stdin.
error-passcode-encoding = O código tem que estar em UTF-8.
error-locked = O perfil está bloqueado. Digite o código para continuar; os envios seguem enquanto isso.
error-auto-lock-minutes = O bloqueio automático pode levar de 0 a { $limit } minutos; com 0 ele não se bloqueia sozinho.
error-file-not-found = O arquivo { $file } não existe. Verifique o nome e a pasta.
error-file-forbidden = Você não tem permissão para ler o arquivo { $file }. Mude as permissões ou escolha outro.
error-text-file-too-large = O texto de { $file } é longo demais: o arquivo de uma mensagem tem { $limit } KiB no máximo. Encurte-o ou escolha outro arquivo.
error-text-file-encoding = O texto de { $file } não está em UTF-8. Abra-o em um editor, salve como UTF-8 e tente de novo.
error-group-not-found = Não existe o grupo “{ $group }”. Veja os grupos dos seus contatos.
format-spreadsheet = uma planilha de outro tipo
format-open-document = uma planilha OpenDocument
format-archive = um arquivo compactado
format-pdf = um documento PDF
format-picture = uma imagem
format-other = outro tipo de arquivo

## States of the device

device-state-not-linked = Nenhum telefone conectado. Conecte um para enviar mensagens.
device-state-pairing = Esperando o telefone. Escaneie ou digite o código.
device-state-pairing-expired = Ninguém usou o código a tempo. Comece de novo para obter outro.
device-state-connecting = Conectando… Não é preciso fazer nada.
device-state-online = Conectado. Mensagens podem ser enviadas.
device-state-reconnecting = A conexão caiu. Ela volta sozinha; nada se perde.
device-state-offline = Conectado à conta, sem conexão agora. Conecta quando for preciso.
device-state-logged-out = O telefone desconectou este computador. As mensagens na fila são mantidas; conecte o telefone de novo.
device-state-replaced = Outra sessão assumiu esta conexão. Feche a outra e conecte de novo.
device-state-restricted = O WhatsApp restringe esta conta por enquanto. As mensagens na fila esperam; não envie mais até acabar.
device-state-client-too-old = O WhatsApp não aceita mais esta versão. Atualize o programa; as mensagens na fila são mantidas.
device-state-number-refused = Esse número não está entre os que podem ser conectados a este perfil. Foi desconectado em seguida e nada foi enviado; conecte outro telefone ou mude a lista nas configurações.
device-state-idle = Conectado à conta. A conexão foi fechada porque ninguém a usava; ela volta sozinha.
device-state-disabled = Desativado. Continua conectado à conta; ative-o para enviar.
device-state-banned = O WhatsApp bloqueou esta conta. As mensagens na fila são mantidas; resolva no WhatsApp do telefone e tente de novo.
cli-link-set-aside = A ligação com o telefone foi danificada e é preciso conectá-lo de novo; os contatos e as campanhas estão a salvo. O arquivo danificado está em { $file }.
restriction-too-many-people = O WhatsApp diz por quê: escreveu para pessoas demais que não têm o número dela salvo.
restriction-blocked-by-people = O WhatsApp diz por quê: pessoas demais bloquearam esta conta ou reclamaram dela.
restriction-too-many-groups = O WhatsApp diz por quê: criou grupos demais com pessoas que não têm o número dela salvo.
restriction-same-message = O WhatsApp diz por quê: enviou a mesma mensagem vezes demais.
restriction-too-many-lists = O WhatsApp diz por quê: enviou mensagens demais a listas de transmissão.
restriction-too-often = O WhatsApp diz por quê: houve conexões demais em pouco tempo.

## Campaigns

campaign-state-running = Em andamento
campaign-state-waiting = Em espera
campaign-state-paused = Em pausa
campaign-state-held = Retida
campaign-state-completed = Concluída
campaign-state-cancelled = Cancelada
hold-not-linked = Retida: nenhum telefone conectado. Conecte um e a campanha continua.
hold-disabled = Retida: o dispositivo está desativado. Ative-o e a campanha continua.
hold-logged-out = Retida: o telefone desconectou este computador. Conecte-o de novo e a campanha continua.
hold-replaced = Retida: outra sessão assumiu a conexão. Feche-a, conecte de novo e a campanha continua.
hold-restricted = Retida: o WhatsApp restringe esta conta por enquanto. Se o fim é conhecido, continua sozinha; se não, espere algumas horas e retome.
hold-client-too-old = Retida: o WhatsApp não aceita mais esta versão. Atualize o programa.
hold-rate-limited = Retida: o WhatsApp pede para enviar mais devagar. Descansa um quarto de hora e continua sozinha; da próxima vez escolha um ritmo mais lento.
hold-too-many-failures = Retida: muitas das últimas mensagens falharam. Veja os motivos antes de retomar.
hold-restored = Retida: esta campanha veio de uma cópia de segurança e pode ter continuado em outro lugar. Veja o que chegou e retome-a em um só computador.
waiting-start = Espera o seu começo: { $time }.
waiting-quiet-hours = Espera porque são horas sem envios; continua: { $time }.
waiting-weekday = Espera porque hoje não se envia; continua: { $time }.
waiting-daily-limit = Espera porque o limite de hoje foi atingido; continua: { $time }.
waiting-pause = Descansa entre grupos de mensagens; continua: { $time }.
waiting-queue = Na fila: outras campanhas vão antes.

## Why a message failed or was left out

failure-network = A conexão caiu
failure-timeout = O WhatsApp não respondeu
failure-rate-limited = O WhatsApp pediu para enviar mais devagar
failure-server-trouble = O WhatsApp está com problemas
failure-time-locked = O WhatsApp restringe escrever a pessoas novas
failure-bad-address = O WhatsApp não aceita este número
failure-not-on-whatsapp = Não está no WhatsApp
failure-bad-message = O WhatsApp não aceita esta mensagem
failure-medium-gone = O telefone da pessoa não conseguiu baixar o arquivo: o WhatsApp já o tinha esquecido
failure-device = O dispositivo não pôde enviar
failure-other = Recusado pelo WhatsApp
skip-opted-out = Pediu para sair
skip-cancelled = Cancelado antes de enviar
skip-empty-message = O texto fica vazio
skip-not-on-whatsapp = Não está no WhatsApp
skip-recently-messaged = Recebeu uma mensagem há pouco
skip-not-needed = Já não é necessário
reject-not-a-number = Não é um número de telefone
reject-too-short = Curto demais: faltam dígitos
reject-too-long = Longo demais: sobram dígitos
reject-invalid-for-country = Esse número não existe no país
reject-rounded-by-spreadsheet = A planilha arredondou este número
reject-empty = Sem número
reject-value-too-long = Um dos seus dados tem mais de 32.767 caracteres: encurte-o
reject-repeated = Repete o número da linha { $line }

## Command line

cli-profile-created = Perfil “{ $profile }” criado.
cli-protection-key-file = Os dados estão criptografados; a chave fica em um arquivo que só o seu usuário pode ler.
cli-protection-keychain = Os dados estão criptografados; a chave fica no chaveiro do sistema.
cli-protection-passcode = Os dados estão criptografados; só o código abre a chave. Quem o esquece perde o perfil: ninguém pode recuperá-lo.
cli-protected-key-file = chave em um arquivo
cli-protected-keychain = chave no chaveiro
cli-protected-passcode = com código
cli-no-profiles = Ainda não há perfis.
cli-profile-line = { $profile } ({ $country }) · { $protection }
cli-profile-line-practice = { $profile } ({ $country }), prática · { $protection }
cli-profile-renamed = O perfil agora se chama “{ $profile }”.
cli-profile-deleted = Perfil “{ $profile }” excluído.
cli-account = Conta: { $phone } { $name }
cli-qr = No telefone: WhatsApp, Aparelhos conectados, Conectar um aparelho. Escaneie este código (não use a câmera).
cli-restricted-until = Termina: { $time }
cli-reconnecting = Não é possível chegar ao WhatsApp (tentativa { $attempt }). Nova tentativa: { $time }.
cli-held-campaign = Campanha { $id } “{ $name }”.
cli-pair-code = No telefone: WhatsApp, Aparelhos conectados, Conectar com número de telefone. Digite { $code }
cli-paired = Conectado: { $phone } { $name }
cli-unlinked = O telefone não está mais conectado.
cli-unlinked-untold = Se o telefone ainda mostra este computador em “Dispositivos conectados”, remova-o ali.
cli-disabled = O dispositivo está desativado. Continua conectado à conta; “device enable” o ativa.
cli-enabled = O dispositivo está ativado. Conecta quando for preciso.
cli-contacts-total = { $count } contatos
cli-contacts-next = Mais: --after { $cursor }
cli-import-preview = { $rows } linhas: { $new } novas, { $updated } a atualizar, { $unchanged } sem mudança, { $duplicates } repetidas, { $invalid } inutilizáveis, { $opted_out } que pediram para sair. Nada foi gravado.
cli-import-done = { $rows } linhas: { $new } novas, { $updated } atualizadas, { $unchanged } sem mudança, { $duplicates } repetidas, { $invalid } inutilizáveis, { $opted_out } que pediram para sair.
cli-import-invalid = Linha { $line }: “{ $text }” – { $reason }
cli-import-mixed = Partes da lista estão em UTF-8 e partes em Windows-1252. Cada uma foi lida como o que é; confira os acentos.
cli-import-undo = Para desfazer: contacts undo { $change }
cli-contacts-exported = { $count } contatos em { $file }
cli-contacts-undone = Desfeito: { $undone } contatos. { $kept } foram alterados depois e ficam como estão.
cli-opted-out = { $phone } não receberá mais mensagens.
cli-opted-out-before = { $phone } já havia saído.
cli-opted-in = { $phone } pode receber mensagens de novo.
cli-opted-in-before = { $phone } não havia saído.
cli-unknown-variable = { $variable } não é uma variável aqui e é enviado como está.
cli-missing-value = { $people ->
    [1] Uma pessoa não tem
   *[other] { $people } pessoas não têm
 } “{ $variable }”: é omitido.
cli-campaign-started = Campanha { $id } para { $recipients ->
    [1] uma pessoa
   *[other] { $recipients } pessoas
 }.
cli-campaign-summary = { $id } { $name }: { $state }. { $total } pessoas: { $queued } na fila, { $in_flight } em andamento, { $accepted } aceitas, { $delivered } entregues, { $read } lidas, { $failed } erros, { $skipped } omitidas, { $replies } respostas
cli-left-out = Ficam de fora: { $invalid } inutilizáveis, { $duplicates } repetidas, { $opted_out } que pediram para sair, { $not_on_whatsapp } sem WhatsApp, { $recent } com mensagem recente.
cli-campaigns-ahead = { $count ->
    [1] Antes vai outra campanha que já está em andamento.
   *[other] Antes vão outras { $count } campanhas que já estão em andamento.
}
cli-goes-on-at = Continua sozinha: { $time }.
cli-how-to-run = É enviada com “campaign resume { $id } --wait” ou com a janela aberta.
cli-interrupted = Interrompido. Tudo está salvo; “campaign resume” continua de onde parou.
cli-retried = { $count ->
    [1] Uma mensagem é tentada de novo.
   *[other] { $count } mensagens são tentadas de novo.
}

## The window outside of its page

notice-campaign-finished = Campanha concluída. Enviados: { $sent }. Erros: { $failed }.
error-no-profile-open = Nenhum perfil está aberto. Escolha um primeiro.
tray-idle = Nada está sendo enviado
tray-sending = Enviando: { $percent } ({ $done } de { $total })
tray-waiting-start = À espera do começo
tray-waiting-quiet-hours = Em espera: são horas sem envios
tray-waiting-weekday = Em espera: hoje não se envia
tray-waiting-daily-limit = Em espera: o limite de hoje foi atingido
tray-waiting-queue = À espera da sua vez
tray-waiting-line = À espera da conexão
tray-open = Abrir o Message Sender
tray-unlock = Desbloquear o Message Sender
tray-pause = Pausar tudo
tray-resume = Retomar tudo
tray-quit = Sair
awake-reason = Mensagens estão sendo enviadas

## Contatos

error-cancelled = Parado. Nada foi alterado.
error-cursor = Esse cursor não é de uma página desta lista. Comece pela primeira página.
error-work-under-way = Outra alteração desse tipo ainda está em andamento. Espere que termine ou pare-a.
error-contact-not-found = Esse contato não existe mais. Atualize a lista.
error-contact-number = O número não pode ser usado: { $why }. Confira.
error-contact-exists = Outro contato já tem esse número ({ $name }). Abra esse contato ou corrija o número.
error-consent-empty = Escreva como aceitaram receber mensagens.
error-group-name = “{ $group }” não pode ser o nome de um grupo. Escreva um nome sem vírgulas, ponto e vírgula nem |.
error-merge-needs-two = Escolha pelo menos dois contatos para uni-los.
error-change-not-found = Essa alteração não pode mais ser desfeita.
error-not-online = O telefone não está conectado. Conecte-o e tente de novo.
error-export-format = “{ $format }” não é um formato de exportação. Use csv ou xlsx.
error-export-too-many-rows = Uma planilha aceita no máximo { $limit } linhas. Exporte como CSV ou filtre os contatos.
export-number = Número
export-title = Tratamento
export-name = Nome
export-groups = Grupo
export-note = Nota
export-consent = Consentimento
export-consent-at = Consentimento desde
export-consent-proof = Prova do consentimento
export-opted-out = Saiu em
export-whatsapp = No WhatsApp
export-created = Adicionado
export-messaged = Última mensagem
export-yes = sim
export-no = não
rejects-line = Linha
rejects-reason = Motivo

card-number = Telefone
card-name = Nome
card-title = Tratamento
card-groups = Grupo
card-organisation = Empresa
card-position = Cargo
card-email = E-mail
card-note = Nota
card-second-number = Telefone 2
card-third-number = Telefone 3
opted-out-by-hand = à mão
opted-out-by-import = em uma lista importada

## The microphone

error-microphone-missing = Nenhum microfone foi encontrado. Conecte um e tente de novo, ou escolha um arquivo de áudio.
error-microphone-forbidden = O sistema não deixa este programa usar o microfone. Permita nas configurações de privacidade do sistema, ou escolha um arquivo de áudio.
error-microphone-busy = Outro programa está usando o microfone. Feche-o e tente de novo.
error-microphone-failed = Não foi possível gravar com o microfone. Veja se está bem conectado, ou escolha um arquivo de áudio.
## Attachments

error-attachment-kind = “{ $kind }” não diz como enviar um arquivo. Use uma destas palavras: { $kinds }.
error-attachment-gone = Um arquivo da mensagem não existe mais: foi removido para poupar espaço. Tire-o da mensagem e adicione-o de novo. Nada foi enviado.
error-attachment-hours = Os arquivos de uma campanha concluída ficam guardados de 0 a { $limit } horas.
error-attachment-not-shown = “{ $file }” é grande demais para ser mostrado aqui. É enviado mesmo assim.
error-file-no-file = { $file } não é um arquivo que se possa ler. Escolha outro.
error-retry-attachment-gone = Os arquivos desta campanha foram removidos para poupar espaço e não podem ser enviados de novo. Nada mudou: duplique a campanha e adicione os arquivos outra vez.
error-test-empty = Para esta pessoa não sobra nada do texto. Escolha outra, ou dê à variável um valor de reserva, como { "{nombre|cliente}" }.
error-too-many-attachments = Uma mensagem leva { $kind ->
    [picture] { $limit } imagens
    [video] um vídeo
    [document] um documento
   *[voice] uma mensagem de voz
 } no máximo. Tire o que sobra ou faça outra campanha.
error-media-unreadable = Não foi possível ler “{ $file }” até o fim ({ $reason }). Verifique se o disco continua conectado e tente de novo.
error-media-unwritable = Não foi possível guardar “{ $file }” no perfil ({ $reason }). Libere espaço e tente de novo.
error-media-empty = “{ $file }” está vazio. Escolha outro arquivo.
error-media-encoder = Não foi possível converter “{ $file }” por uma falha do programa. Tente com outro arquivo.
error-picture-too-large = “{ $file }” tem { $size_mb } MB e uma imagem pode ter { $limit_mb } MB no máximo. Salve-a menor, ou envie-a como documento.
error-audio-too-large = “{ $file }” tem { $size_mb } MB e um áudio pode ter { $limit_mb } MB no máximo. Corte-o ou salve-o como MP3.
error-video-too-large = “{ $file }” tem { $size_mb } MB e um vídeo pode ter { $limit_mb } MB no máximo. Corte-o, salve-o com menos qualidade, ou envie-o como documento.
error-document-too-large = “{ $file }” tem { $size_mb } MB e um documento pode ter { $limit_mb } MB no máximo. Comprima-o ou divida-o.
error-not-a-picture = “{ $file }” não é uma imagem, diga o que disser o nome: é { $what }. Escolha uma imagem JPEG, PNG, WebP ou GIF.
error-not-audio = “{ $file }” não é um áudio, diga o que disser o nome: é { $what }. Escolha um áudio MP3, M4A, WAV, OGG, Opus ou FLAC.
error-not-a-video = “{ $file }” não é um vídeo, diga o que disser o nome: é { $what }. Escolha um vídeo MP4.
error-picture-heic = “{ $file }” é uma foto HEIC ou AVIF, que muitos telefones não mostram. Salve-a como JPEG. Em um iPhone: Ajustes, Câmera, Formatos, “Mais Compatível”.
error-picture-format = “{ $file }” é uma imagem de um tipo que não se pode usar ({ $found }). Salve-a como JPEG ou PNG.
error-picture-too-many-pixels = “{ $file }” mede { $width } × { $height } pixels; uma imagem pode ter { $limit_megapixels } milhões no máximo. Salve-a menor.
error-picture-damaged = “{ $file }” está danificada ou não foi copiada inteira. Abra-a em outro programa e salve-a de novo, ou escolha outra.
error-audio-format = “{ $file }” tem um som que não se pode usar ({ $codec }). Salve-o como MP3.
error-audio-he-aac = “{ $file }” está em HE-AAC, que não se pode usar. Salve-o como MP3 ou AAC comum (AAC-LC).
error-audio-protected = “{ $file }” está protegido contra cópia e não pode ser enviado. Escolha um áudio seu.
error-audio-too-long = “{ $file }” { $length ->
    [unknown] é longo demais
   *[other] dura { $length } (minutos e segundos)
 }: uma mensagem de voz pode durar { $limit_minutes } minutos no máximo. Corte-a, ou envie o arquivo como documento.
error-audio-silent = Em “{ $file }” não se ouve nada. Verifique o microfone ou escolha outro áudio.
error-audio-damaged = “{ $file }” está danificado ou não foi copiado inteiro. Copie-o de novo de onde você o tem, ou escolha outro áudio.
error-video-format = “{ $file }” é um vídeo de um tipo que os telefones não mostram ({ $found }). Salve-o como MP4, ou envie-o como documento.
error-video-codec = “{ $file }” é um vídeo que nem todos os telefones mostram ({ $codec }). Salve-o como MP4 com H.264 e AAC, ou envie-o como documento.
error-video-protected = “{ $file }” é um vídeo protegido contra cópia e não pode ser enviado. Escolha um seu.
error-video-damaged = “{ $file }” é um vídeo danificado ou que não foi copiado inteiro. Copie-o de novo de onde você o tem, ou escolha outro.
error-document-damaged = “{ $file }” é um PDF sem o final: não foi copiado ou baixado inteiro. Copie-o de novo de onde você o tem, ou escolha outro.
error-document-no-pdf = “{ $file }” não é um PDF, diga o que disser o nome, e os telefones não conseguiriam abri-lo. Salve-o como PDF no programa que o criou, ou escolha outro.
content-picture = uma imagem
content-sound = um áudio
content-video = um vídeo
content-other = outro tipo de arquivo
recording-name = Gravação
cli-attached = { $file }: { $kind ->
    [picture] imagem
    [video] vídeo
    [document] documento
   *[voice] mensagem de voz
 } de { $size_kb } kB
cli-first-frame = { $file } se move e o WhatsApp não mostra assim: é enviada sua primeira imagem.
cli-variant = Versão { $number }: { $queued } na fila, { $in_flight } em curso, { $accepted } aceitas, { $delivered } entregues, { $read } lidas, { $failed } erros, { $skipped } omitidas, { $replies } respostas

## Templates

error-template-name = Dê ao modelo um nome de 1 a { $limit } caracteres.
error-template-category = A categoria de um modelo tem { $limit } caracteres no máximo.
error-template-name-taken = Já existe um modelo chamado “{ $name }”. Escolha outro nome.
error-template-not-found = Esse modelo não existe mais. Atualize a lista.
template-copy = (cópia)
template-copy-number = (cópia { $number })

## Backups

cli-backup-made = Cópia de segurança salva em { $file } ({ $size } bytes). Guarde a frase: sem ela ninguém pode abrir o arquivo.
cli-backup-without-session = O vínculo com o telefone não está nela; depois de restaurar, vincule o telefone de novo.
cli-backup-with-session = O vínculo com o telefone está nela. Nunca use esta cópia enquanto o perfil está aberto em outro computador: os dois se desconectariam sem parar.
cli-restored = O perfil “{ $profile }” foi restaurado como estava em { $date }. O que veio depois não está nele.
cli-restored-held = { $count ->
    [1] Uma campanha estava em andamento e espera por você. Retome-a em um só computador.
   *[other] { $count } campanhas estavam em andamento e esperam por você. Retome-as em um só computador.
}
cli-restored-resume = Veja-as com `campaign list` e continue com `campaign resume NÚMERO`.
cli-restored-open = Nenhum código protege este perfil. Defina um com: message-sender-cli --profile "{ $profile }" --passcode-stdin profile passcode set
cli-restored-link = Vincule o telefone para continuar.
cli-set-aside = Os dados que havia estão guardados em { $file }.
cli-automatic-offer = Há uma cópia automática de { $date }. Restaure-a com: profile restore --automatic latest --yes
cli-automatic-line = { $id }  { $date }  { $size } bytes ({ $reason })
cli-no-automatic = Ainda não há cópias automáticas. Uma é feita por dia enquanto há uma campanha em andamento ou a janela está aberta.

## Dashboard

error-dashboard-day = “{ $day }” não é um dia. Escreva como 2026-11-30.
error-dashboard-day-range = { $day } fica fora do que se pode ver, que vai de { $first } a { $last }.
error-dashboard-range = O período de { $from } a { $to } não serve: comece com o primeiro dia e termine com o último, dez anos no máximo.
error-dashboard-bucket = De { $from } a { $to } são pontos demais para ver assim. Escolha { $units }, ou menos dias.
bucket-months = meses
bucket-days-months = dias ou meses
error-chart-size = Um gráfico mede de { $least_width } × { $least_height } a { $most } × { $most } pontos.
error-chart = Não foi possível desenhar o gráfico ({ $reason }). Tente de novo.
month-1 = jan
month-2 = fev
month-3 = mar
month-4 = abr
month-5 = mai
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = set
month-10 = out
month-11 = nov
month-12 = dez
date-day = { $day } { $month }
date-month = { $month } { $year }
date-full = { $day } { $month } { $year }
date-hour = { $day } { $month }, { $time }
date-time = { $day } { $month } { $year }, { $time }
metric-sent = Enviadas
metric-accepted = Aceitas
metric-delivered = Entregues
metric-read = Lidas
metric-failed = Erros
metric-skipped = Omitidas
metric-success = Taxa de sucesso
metric-replies = Respostas
metric-opt-outs = Descadastros
metric-campaigns = Campanhas
metric-recipients = Destinatários
group-none = Sem grupo
group-others = Outros { $shown }
funnel-tried = Tentadas
funnel-sent = Enviadas
funnel-accepted = Aceitas
funnel-delivered = Entregues
funnel-read = Lidas
chart-timeline = Envios por período
chart-groups = Envios por grupo
chart-contacts = Contatos com mais envios
chart-trend = Envios por mês
chart-funnel = Até onde chegaram
chart-failures = Erros por motivo
chart-empty = Não há envios nestes dias
chart-empty-failures = Não há erros nestes dias
chart-people = { $count ->
    [1] envio
   *[other] envios
 }
chart-groups-note = Quem está em vários grupos conta em cada um
table-period = Período
table-group = Grupo
table-people = Envios
table-share = Parte
table-person = Nome
table-phone = Número
table-step = Etapa
table-reason = Motivo

## Reports of campaigns

error-report-needs-file = Um relatório { $format } vai para um arquivo. Adicione -o ARQUIVO.
report-title = Relatório de campanha
report-campaign = Campanha
report-profile = Perfil
report-made = Elaborado
report-state = Estado
report-created = Criada
report-started = Começou
report-finished = Terminou
report-never = Ainda não
report-pace = Ritmo
report-pace-value = { $seconds } s entre pessoas
report-content = Conteúdo
report-text = Mensagem
report-variant = Versão { $number }
report-attachments = Anexos
report-summary = Resumo
report-recipients = Destinatários
report-number = N.º
report-name = Nome
report-phone = Número
report-recipient-state = Estado
report-reason = Motivo
report-time = Hora
report-reply = Resposta
report-remark = Motivo ou resposta
report-page = Página { $page } de { $pages }
outcome-queued = Na fila
outcome-sending = Enviando
outcome-sent = Enviada
outcome-unknown = Verificando
outcome-accepted = Aceita
outcome-delivered = Entregue
outcome-read = Lida
outcome-played = Reproduzida
outcome-failed = Erro
outcome-skipped = Omitida
cli-report-saved = Relatório de { $count ->
    [1] uma pessoa
   *[other] { $count } pessoas
 } em { $file }
cli-dashboard-range = De { $from } a { $to }
cli-dashboard-line = { $name }: { $value }

diagnostics-file = diagnóstico
cli-log-empty = Ainda não há nada anotado.
cli-log-level = Anota-se: { $level }
cli-diagnostics-saved = Diagnóstico salvo em { $file }. Não diz nada sobre ninguém; olhe antes de enviar.

# What the system says about a file, within a sentence.
system-not-found = essa pasta ou esse arquivo não existe
system-forbidden = você não tem permissão
system-read-only = esse disco é somente leitura
system-no-room = não há mais espaço no disco
system-too-large = é grande demais para esse disco
system-folder = é uma pasta
system-no-folder = uma parte do caminho não é uma pasta
system-name = o nome é longo demais, ou o disco não o aceita
system-exists = já existe
system-busy = outro programa está usando
system-cut = termina antes do tempo
system-other = erro { $os_error } do sistema
system-disk = o disco não deixa ler nem gravar
system-closed = o perfil está fechado
