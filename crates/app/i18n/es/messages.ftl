## Errors

error-wrong-build = Este programa solo habla con WhatsApp y { $variable } pide un servidor de pruebas. Quita esa variable o usa una versión hecha para pruebas.
error-profile-name = Ponle al perfil un nombre de 1 a 60 caracteres.
error-country = «{ $country }» no es un país conocido. Usa sus dos letras, como PY.
error-language = «{ $language }» no es un idioma de este programa. Elige es, en o pt.
error-profile-exists = Ya hay un perfil llamado «{ $profile }». Elige otro nombre.
error-profile-not-found = No hay ningún perfil llamado «{ $profile }». Perfiles conocidos: { $profiles }.
error-no-profile = Todavía no hay ningún perfil. Crea uno primero: profile create NOMBRE.
error-which-profile = Hay varios perfiles: { $profiles }. Indica cuál con --profile NOMBRE.
error-profile-in-use = El perfil «{ $profile }» está abierto en otra ventana o proceso. Ciérralo ahí e inténtalo de nuevo.
error-key-damaged = La clave de este perfil está dañada, y sin ella sus datos no se pueden leer. No se cambió nada. Recupera el archivo «{ $file }» de { $folder } de una copia.
error-key-missing = Falta la clave de este perfil, y sin ella sus datos no se pueden leer. No se cambió nada. Recupera el archivo «{ $file }» de { $folder } de una copia.
error-database-wrong-key = Los datos de este perfil no se abren con su clave. No se cambió nada. Recupera la clave o los datos del perfil de una copia.
error-database-newer = Una versión más nueva del programa escribió este perfil. Actualiza el programa; no se cambió nada.
error-database-read-only = No se puede escribir en el perfil. Permite escribir en su carpeta e inténtalo de nuevo.
error-folder-read-only = No se puede escribir en la carpeta { $folder }. Permite escribir en ella o elige otra con --data-dir.
error-disk-full = El disco está lleno. No se perdió nada: libera espacio e inténtalo de nuevo.
error-database-busy = Otro programa está usando los datos del perfil. Ciérralo e inténtalo de nuevo.
error-database-damaged = Los datos de este perfil están dañados. No se cambió ni se borró nada: restaura la última copia automática o un archivo de copia de seguridad.
error-backup-passphrase = Esa no es la frase de esta copia de seguridad. Cuentan las mayúsculas y los espacios; no se cambió nada.
error-backup-foreign = { $file } no es una copia de seguridad de este programa. Elige el archivo que se hizo con «Hacer una copia ahora».
error-backup-newer = Una versión más nueva del programa hizo { $file }. Actualiza el programa y restáurala entonces; no se cambió nada.
error-backup-truncated = { $file } termina antes de tiempo: no se copió hasta el final. Cópialo de nuevo desde donde se hizo; no se cambió nada.
error-backup-damaged = { $file } no está como se hizo, así que no se usó nada de él. Prueba con otra copia de este archivo o con uno anterior.
error-backup-is-folder = { $file } es una carpeta. Elige el archivo de la copia de seguridad.
error-backup-in-profile = { $file } está dentro de la carpeta donde el programa guarda los perfiles, y se perdería con ellos. Elige otro lugar, mejor en otro disco.
error-backup-no-room = No hay lugar en el disco para la copia automática y se dejó para después. Libera espacio; se intenta de nuevo dentro de una hora.
error-passphrase-short = Una frase tiene al menos { $least } caracteres. Lo mejor son varias palabras que recuerdes.
error-passphrase-missing = Escribe la frase de la copia de seguridad.
error-restore-name-taken = Ya hay un perfil llamado «{ $profile }». Dale otro nombre al restaurado, o indica que debe reemplazarlo.
error-no-automatic-backup = No existe esa copia automática de este perfil. Restaura un archivo de copia de seguridad, si lo tienes.
error-database-foreign = El archivo de datos de este perfil no es de este programa. No se cambió nada. Recupera el perfil de una copia.
error-database = No se pudieron usar los datos del perfil ({ $reason }). El programa lo intenta otra vez por sí solo; si sigue, revisa el disco, ciérralo y ábrelo de nuevo.
error-profile-folder = No se pudo usar la carpeta { $folder } ({ $reason }). Comprueba que exista y que puedas escribir en ella.
error-internal = Algo falló dentro del programa ({ $reason }). No se perdió nada; inténtalo de nuevo.
error-not-linked = Este perfil no tiene ningún teléfono vinculado. Vincula uno primero.
error-disabled = El dispositivo está deshabilitado y así se queda. Habilítalo primero: en la ventana o con «device enable».
error-already-linked = Este perfil ya tiene un teléfono vinculado. Desvincúlalo antes de vincular otro.
error-idle-minutes = El tiempo sin uso puede ser de { $limit } minutos como máximo; 0 significa nunca.
error-allowed-without-linked = { $phone } está vinculado a este perfil y debe estar en la lista. Agrégalo, o desvincula antes ese teléfono.
error-too-many-numbers = La lista admite { $limit } números como máximo. Quita algunos.
error-server-away = No se puede llegar a WhatsApp. Revisa la conexión a internet e inténtalo de nuevo; no se perdió nada.
error-device = El dispositivo no pudo hacerlo ({ $reason }). Espera un momento e inténtalo de nuevo.
error-pairing-expired = Nadie escaneó el código a tiempo. Empieza de nuevo y escanea el código nuevo.
error-no-code-shown = No se está mostrando ningún código. Empieza a vincular primero.
error-not-practice = Este perfil usa un teléfono de verdad: escanea el código con él.
error-phone-number = Ese no es un número de teléfono que podamos usar ({ $reason }). Escríbelo con su prefijo, o con + y el código del país.
error-file-unreadable = No se puede leer el archivo { $file } ({ $reason }). Comprueba que exista y que no esté abierto en otro programa.
error-file-is-folder = { $file } es una carpeta. Elige un archivo.
error-no-file-name = Falta el nombre de un archivo. Escríbelo detrás de la opción.
error-cannot-write = No se puede escribir el archivo { $file } ({ $reason }). Elige otro lugar.
error-reader-gone = Quien leía { $file } dejó de leer antes del final.
error-file-ending = { $file } se llama como un archivo { $ending } y el formato pedido es { $format }. Cambia uno de los dos.
error-folder-not-shown = No se pudo abrir la carpeta. El archivo está en { $file }.
error-import-unreadable = La lista no se pudo leer hasta el final ({ $reason }). No se importó nada; inténtalo de nuevo.
error-import-empty-file = La lista está vacía. Elige un archivo con una persona por línea.
error-import-unsupported-format = Esto es { $format }, que no se puede leer como lista. Ábrelo en el programa que lo hizo, guárdalo como XLSX o CSV y arrastra ese archivo.
error-import-binary = La línea { $line } no es texto. Abre el archivo en el programa con que se hizo y guárdalo como CSV.
error-import-second-encoding = Desde la línea { $line } el archivo está en UTF-16 y antes en otra codificación, como cuando se pega un archivo detrás de otro. Guarda cada parte por separado como CSV en UTF-8. No se importó nada.
error-import-unclosed-quote = Las comillas que se abren en la línea { $line } no se cierran. Ciérralas o quítalas e inténtalo de nuevo; no se importó nada.
error-import-too-many-columns = La línea { $line } tiene demasiadas columnas. Revisa el separador o deja solo las columnas que necesitas.
error-import-record-too-large = La fila que empieza en la línea { $line } es demasiado larga. Busca ahí unas comillas sin cerrar.
error-import-too-many-rows = La lista tiene demasiadas filas. Divídela e importa las partes.
error-import-no-number-column = No se encontró ninguna columna con números de teléfono (columnas: { $columns }). Ponle el título «numero» o indica cuál es.
error-import-not-separated = La lista tiene una sola columna, y no son números de teléfono. Elige qué separa las columnas. Si es otro signo, abre la lista en una hoja de cálculo y guárdala como XLSX o CSV.
error-import-unknown-column = La lista no tiene la columna «{ $column }». Tiene: { $columns }.
error-import-field-taken-twice = Se eligieron dos columnas para «{ $field }». Elige una.
error-import-protected-workbook = Este libro tiene contraseña. Ábrelo, quítale la contraseña (o guarda la hoja como CSV) e inténtalo de nuevo.
error-import-damaged-workbook = Este libro está dañado o no se copió entero. Ábrelo en una hoja de cálculo, guárdalo de nuevo e inténtalo otra vez.
error-import-workbook-too-large = Este libro es demasiado grande. Copia la lista en un libro nuevo o guarda la hoja como CSV.
error-import-unknown-sheet = El libro no tiene la hoja «{ $sheet }». Tiene: { $sheets }.
error-import-unclosed-card = La tarjeta de contacto que empieza en la línea { $line } está cortada. Exporta los contactos de nuevo; no se importó nada.
error-import-other = La lista no se puede usar: { $reason }. No se importó nada.
error-import-encoding = «{ $encoding }» no es una codificación conocida. Usa UTF-8, UTF-16LE, UTF-16BE o windows-1252.
error-import-separator = «{ $separator }» no puede separar columnas. Usa coma, punto y coma, tabulador o |.
error-import-field = «{ $field }» no es un campo. Usa number, title, name, surname, group, note, consent, consent_at, consent_proof, opted_out, extra o ignore.
error-column-option = «{ $given }» no dice qué contiene la columna. Escribe --column "Título=number".
error-no-valid-rows = { $rows ->
    [0] La lista tiene títulos y ninguna persona.
    [one] Su única fila no tiene un número que sirva.
   *[other] Ninguna de las { $rows } filas tiene un número que sirva.
 } Revisa la lista; no se importó nada.
error-no-recipients = No queda nadie a quien enviar. Elige una lista o un grupo con personas.
error-no-recipients-counted = No queda nadie a quien enviar: de { $rows } filas, { $invalid } no tienen un número que sirva, { $opted_out } se dieron de baja y { $others } quedan fuera por otros motivos. No se envió nada.
error-campaign-name = Ponle a la campaña un nombre de 1 a 120 caracteres.
error-no-text = El mensaje está vacío. Escribe un texto o agrega un archivo; si hay varias versiones, ninguna puede quedar vacía.
error-too-many-variants = Una campaña tiene como máximo { $limit } versiones del mensaje. Quita algunas.
error-text-too-long = El mensaje tiene { $length } caracteres y WhatsApp admite { $limit }. Acórtalo.
error-jitter = La variación al azar es un porcentaje de 0 a 100.
error-pace = Entre una persona y otra puede pasar una hora como máximo, y la pausa larga puede durar un día como máximo.
error-start-time = «{ $time }» no es una fecha y hora. Escríbela como 2026-11-30 09:00.
error-time-of-day = «{ $time }» no es una hora. Escríbela de 00:00 a 23:59.
error-quiet-hours = Las horas sin envíos necesitan un comienzo y un final distintos, por ejemplo 21:00-08:00.
error-weekdays = Los días van de 1 (lunes) a 7 (domingo).
error-recent-days = Los días desde el último mensaje van de 0 a 365.
error-failure-percent = La proporción de errores es un porcentaje de 1 a 100.
error-no-stop-word = Deja al menos una palabra con la que las personas puedan darse de baja.
error-word-in-both-lists = «{ $word }» está en las dos listas. Una palabra puede dar de baja o de alta, no las dos cosas.
error-opt-out-word = «{ $word }» no sirve como palabra: necesita letras o cifras, 60 caracteres como máximo.
error-too-many-words = Son demasiadas palabras: { $limit } por lista como máximo.
error-draft-not-found = Ese borrador ya no existe: se envió o se borró. Mira en Campañas.
error-draft-damaged = Ese borrador no se puede leer ({ $reason }). Bórralo y empieza uno nuevo.
error-draft-too-large = La lista pegada es demasiado grande para un borrador. Guárdala en un archivo y elígelo.
error-unknown-variables = El texto tiene nombres entre llaves que no son variables: { $names }. Corrígelos, o agrega --no-check para enviarlos tal cual. No se envió nada.
error-campaign-not-found = No hay ninguna campaña número { $id } en este perfil.
error-campaign-over = Esta campaña ya terminó ({ $state }): no se puede cambiar.
error-state = «{ $state }» no es un estado. Usa uno de estos: { $states }.
error-report-format = «{ $format }» no es un formato de informe. Usa csv, xlsx o pdf.
error-report = No se pudo hacer el informe ({ $reason }). Inténtalo de nuevo.
error-confirmation-needed = Esto no se puede deshacer. Agrega --yes si es lo que quieres.
error-database-missing = Faltan los datos de este perfil en { $folder }. No se creó nada en su lugar: recupera profile.db de una copia, o elimina el perfil y empieza de nuevo.
error-profile-damaged = La descripción de un perfil en { $folder } está dañada y no se puede mostrar ni abrir. Sus datos siguen ahí: recupera profile.json de una copia.
error-session-damaged = El vínculo con el teléfono está dañado. Los contactos y las campañas están a salvo. Aparta el archivo { $file }, abre de nuevo el perfil y vincula el teléfono otra vez.
error-keychain-away = La clave de este perfil está en el llavero del sistema, y el llavero no responde. No se cambió nada. Inicia sesión en el escritorio o desbloquea el llavero e inténtalo de nuevo.
error-keychain-no-entry = La clave de este perfil ya no está en el llavero del sistema, y sin ella sus datos no se pueden leer. No se cambió nada. Recupera el llavero, o el perfil de una copia.
error-passcode-needed = Este perfil está protegido con un código. Escríbelo para continuar.
error-unexpected = Algo falló sin que se sepa por qué. Inténtalo de nuevo.
error-passcode-wrong =
    { $tries_left ->
        [one] El código no es correcto. Te queda un intento antes de tener que esperar.
       *[other] El código no es correcto. Te quedan { $tries_left } intentos antes de tener que esperar.
    }
error-passcode-slowed =
    { $seconds ->
        [one] El código no es correcto. Espera un segundo antes de intentarlo otra vez. No se perdió nada.
       *[other] El código no es correcto. Espera { $seconds } segundos antes de intentarlo otra vez. No se perdió nada.
    }
error-passcode-wait =
    { $seconds ->
        [one] Hubo demasiados códigos incorrectos. Podrás intentarlo de nuevo en un segundo.
       *[other] Hubo demasiados códigos incorrectos. Podrás intentarlo de nuevo en { $seconds } segundos.
    }
error-passcode-short = El código necesita al menos { $limit } caracteres. Mejor aún, una frase corta que nadie adivine.
error-passcode-long = El código puede tener { $limit } caracteres como máximo.
error-passcode-control = El código contiene un carácter que no se puede volver a escribir. Usa letras, números y signos.
error-passcode-already-set = Este perfil ya tiene un código. Para poner otro, cámbialo.
error-no-passcode = Este perfil no tiene código. Pon uno primero.
error-no-new-passcode = Escribe el código nuevo en la entrada estándar, con --passcode-stdin.
error-passcode-encoding = El código tiene que estar en UTF-8.
error-locked = El perfil está bloqueado. Escribe el código para seguir; los envíos continúan mientras tanto.
error-auto-lock-minutes = El bloqueo automático puede tardar de 0 a { $limit } minutos; con 0 no se bloquea solo.
error-file-not-found = No existe el archivo { $file }. Revisa el nombre y la carpeta.
error-file-forbidden = No tienes permiso para leer el archivo { $file }. Cambia sus permisos o elige otro.
error-text-file-too-large = El texto de { $file } es demasiado largo: el archivo de un mensaje tiene { $limit } KiB como máximo. Acórtalo o elige otro archivo.
error-text-file-encoding = El texto de { $file } no está en UTF-8. Ábrelo en un editor, guárdalo como UTF-8 e inténtalo de nuevo.
error-group-not-found = No hay ningún grupo «{ $group }». Mira los grupos de tus contactos.
format-spreadsheet = una hoja de cálculo de otro tipo
format-open-document = una hoja de cálculo OpenDocument
format-archive = un archivo comprimido
format-pdf = un documento PDF
format-picture = una imagen
format-other = otro tipo de archivo

## States of the device

device-state-not-linked = No hay ningún teléfono vinculado. Vincula uno para enviar mensajes.
device-state-pairing = Esperando al teléfono. Escanea o escribe el código.
device-state-pairing-expired = Nadie usó el código a tiempo. Empieza de nuevo para obtener otro.
device-state-connecting = Conectando… No hay que hacer nada.
device-state-online = Conectado. Se pueden enviar mensajes.
device-state-reconnecting = Se cortó la conexión. Vuelve sola; no se pierde nada.
device-state-offline = Vinculado, sin conexión por ahora. Se conecta cuando hace falta.
device-state-logged-out = El teléfono desvinculó esta computadora. Los mensajes en cola se conservan; vincula el teléfono de nuevo.
device-state-replaced = Otra sesión tomó esta conexión. Cierra la otra y conéctate de nuevo.
device-state-restricted = WhatsApp restringe esta cuenta por ahora. Los mensajes en cola esperan; no envíes más hasta que termine.
device-state-client-too-old = WhatsApp ya no acepta esta versión. Actualiza el programa; los mensajes en cola se conservan.
device-state-number-refused = Ese número no está entre los que se pueden vincular a este perfil. Se desvinculó enseguida y no se envió nada; vincula otro teléfono o cambia la lista en los ajustes.
device-state-idle = Vinculado. La conexión se cerró porque nadie la usaba; vuelve sola.
device-state-disabled = Deshabilitado. Sigue vinculado; habilítalo para enviar.
device-state-banned = WhatsApp bloqueó esta cuenta. Los mensajes en cola se conservan; resuélvelo en WhatsApp en el teléfono y prueba de nuevo.
cli-link-set-aside = El vínculo con el teléfono se dañó y hay que vincularlo otra vez; los contactos y las campañas están a salvo. El archivo dañado está en { $file }.
restriction-too-many-people = WhatsApp dice por qué: escribió a demasiadas personas que no tienen su número guardado.
restriction-blocked-by-people = WhatsApp dice por qué: demasiadas personas bloquearon esta cuenta o se quejaron de ella.
restriction-too-many-groups = WhatsApp dice por qué: creó demasiados grupos con personas que no tienen su número guardado.
restriction-same-message = WhatsApp dice por qué: envió el mismo mensaje demasiadas veces.
restriction-too-many-lists = WhatsApp dice por qué: envió demasiados mensajes a listas de difusión.
restriction-too-often = WhatsApp dice por qué: hubo demasiadas conexiones en poco tiempo.

## Campaigns

campaign-state-running = En progreso
campaign-state-waiting = En espera
campaign-state-paused = En pausa
campaign-state-held = Detenida
campaign-state-completed = Completada
campaign-state-cancelled = Cancelada
hold-not-linked = Detenida: no hay ningún teléfono vinculado. Vincula uno y la campaña continúa.
hold-disabled = Detenida: el dispositivo está deshabilitado. Habilítalo y la campaña continúa.
hold-logged-out = Detenida: el teléfono desvinculó esta computadora. Vincúlalo de nuevo y la campaña continúa.
hold-replaced = Detenida: otra sesión tomó la conexión. Ciérrala, conéctate de nuevo y la campaña continúa.
hold-restricted = Detenida: WhatsApp restringe esta cuenta por ahora. Si se sabe hasta cuándo, sigue sola; si no, espera unas horas y reanúdala.
hold-client-too-old = Detenida: WhatsApp ya no acepta esta versión. Actualiza el programa.
hold-rate-limited = Detenida: WhatsApp pide enviar más despacio. Descansa un cuarto de hora y sigue sola; la próxima vez elige un ritmo más lento.
hold-too-many-failures = Detenida: fallaron demasiados de los últimos mensajes. Mira los motivos antes de reanudarla.
hold-restored = Detenida: esta campaña viene de una copia de seguridad y puede haber seguido en otro lugar. Mira qué llegó y reanúdala en una sola computadora.
waiting-start = Espera su comienzo: { $time }.
waiting-quiet-hours = Espera porque son horas sin envíos; sigue: { $time }.
waiting-weekday = Espera porque hoy no se envía; sigue: { $time }.
waiting-daily-limit = Espera porque se llegó al límite de hoy; sigue: { $time }.
waiting-pause = Descansa entre grupos de mensajes; sigue: { $time }.
waiting-queue = En cola: antes van otras campañas.

## Why a message failed or was left out

failure-network = Se cortó la conexión
failure-timeout = WhatsApp no respondió
failure-rate-limited = WhatsApp pidió enviar más despacio
failure-server-trouble = WhatsApp tiene problemas
failure-time-locked = WhatsApp restringe escribir a personas nuevas
failure-bad-address = WhatsApp no admite este número
failure-not-on-whatsapp = No está en WhatsApp
failure-bad-message = WhatsApp no admite este mensaje
failure-medium-gone = Su teléfono no pudo bajar el archivo: WhatsApp ya lo había olvidado
failure-device = El dispositivo no pudo enviar
failure-other = Rechazado por WhatsApp
skip-opted-out = Se dio de baja
skip-cancelled = Cancelado antes de enviar
skip-empty-message = El texto queda vacío
skip-not-on-whatsapp = No está en WhatsApp
skip-recently-messaged = Recibió un mensaje hace poco
skip-not-needed = Ya no hace falta
reject-not-a-number = No es un número de teléfono
reject-too-short = Muy corto: faltan dígitos
reject-too-long = Muy largo: sobran dígitos
reject-invalid-for-country = Ese número no existe en su país
reject-rounded-by-spreadsheet = La hoja de cálculo redondeó este número
reject-empty = Sin número
reject-value-too-long = Uno de sus datos tiene más de 32.767 caracteres: acórtalo
reject-repeated = Repite el número de la línea { $line }

## Command line

cli-profile-created = Perfil «{ $profile }» creado.
cli-protection-key-file = Sus datos están cifrados; la clave está en un archivo que solo tu usuario puede leer.
cli-protection-keychain = Sus datos están cifrados; la clave está en el llavero del sistema.
cli-protection-passcode = Sus datos están cifrados; la clave solo se abre con el código. Quien lo olvida pierde el perfil: nadie puede recuperarlo.
cli-protected-key-file = clave en un archivo
cli-protected-keychain = clave en el llavero
cli-protected-passcode = con código
cli-no-profiles = Todavía no hay perfiles.
cli-profile-line = { $profile } ({ $country }) · { $protection }
cli-profile-line-practice = { $profile } ({ $country }), práctica · { $protection }
cli-profile-renamed = El perfil ahora se llama «{ $profile }».
cli-profile-deleted = Perfil «{ $profile }» eliminado.
cli-account = Cuenta: { $phone } { $name }
cli-qr = En el teléfono: WhatsApp, Dispositivos vinculados, Vincular un dispositivo. Escanea este código (no uses la cámara).
cli-restricted-until = Termina: { $time }
cli-reconnecting = No se puede llegar a WhatsApp (intento { $attempt }). Se prueba de nuevo: { $time }.
cli-held-campaign = Campaña { $id } «{ $name }».
cli-pair-code = En el teléfono: WhatsApp, Dispositivos vinculados, Vincular con el número de teléfono. Escribe { $code }
cli-paired = Vinculado: { $phone } { $name }
cli-unlinked = El teléfono ya no está vinculado.
cli-unlinked-untold = Si el teléfono todavía muestra esta computadora en «Dispositivos vinculados», quítala ahí.
cli-disabled = El dispositivo está deshabilitado. Sigue vinculado; «device enable» lo habilita.
cli-enabled = El dispositivo está habilitado. Se conecta cuando hace falta.
cli-contacts-total = { $count } contactos
cli-contacts-next = Más: --after { $cursor }
cli-import-preview = { $rows } filas: { $new } nuevas, { $updated } para actualizar, { $unchanged } sin cambios, { $duplicates } repetidas, { $invalid } que no sirven, { $opted_out } dadas de baja. No se escribió nada.
cli-import-done = { $rows } filas: { $new } nuevas, { $updated } actualizadas, { $unchanged } sin cambios, { $duplicates } repetidas, { $invalid } que no sirven, { $opted_out } dadas de baja.
cli-import-invalid = Línea { $line }: «{ $text }» – { $reason }
cli-import-mixed = Partes de la lista están en UTF-8 y partes en Windows-1252. Cada una se leyó como lo que es; mira los acentos.
cli-import-undo = Para deshacer: contacts undo { $change }
cli-contacts-exported = { $count } contactos en { $file }
cli-contacts-undone = Deshecho: { $undone } contactos. { $kept } cambiaron después y quedan como están.
cli-opted-out = { $phone } no recibirá más mensajes.
cli-opted-out-before = { $phone } ya estaba de baja.
cli-opted-in = { $phone } puede recibir mensajes otra vez.
cli-opted-in-before = { $phone } no estaba de baja.
cli-unknown-variable = { $variable } no es una variable aquí y se envía tal cual.
cli-missing-value = { $people ->
    [one] Una persona no tiene
   *[other] { $people } personas no tienen
 } «{ $variable }»: se omite.
cli-campaign-started = Campaña { $id } para { $recipients ->
    [one] una persona
   *[other] { $recipients } personas
 }.
cli-campaign-summary = { $id } { $name }: { $state }. { $total } personas: { $queued } en cola, { $in_flight } en curso, { $accepted } aceptados, { $delivered } entregados, { $read } leídos, { $failed } errores, { $skipped } omitidos, { $replies } respuestas
cli-left-out = Quedan afuera: { $invalid } que no sirven, { $duplicates } repetidas, { $opted_out } dadas de baja, { $not_on_whatsapp } sin WhatsApp, { $recent } con un mensaje reciente.
cli-campaigns-ahead = { $count ->
    [one] Antes va otra campaña que ya está en marcha.
   *[other] Antes van otras { $count } campañas que ya están en marcha.
}
cli-goes-on-at = Sigue por sí sola: { $time }.
cli-how-to-run = Se envía con «campaign resume { $id } --wait» o con la ventana abierta.
cli-interrupted = Interrumpido. Todo está guardado; «campaign resume» continúa donde estaba.
cli-retried = { $count ->
    [one] Se reintenta un mensaje.
   *[other] Se reintentan { $count } mensajes.
}

## The window outside of its page

notice-campaign-finished = Campaña completada. Enviados: { $sent }. Errores: { $failed }.
error-no-profile-open = No hay ningún perfil abierto. Elige uno primero.
tray-idle = No se está enviando nada
tray-sending = Enviando: { $percent } ({ $done } de { $total })
tray-waiting-start = A la espera de su comienzo
tray-waiting-quiet-hours = En espera: son horas sin envíos
tray-waiting-weekday = En espera: hoy no se envía
tray-waiting-daily-limit = En espera: se llegó al límite de hoy
tray-waiting-queue = A la espera de su turno
tray-waiting-line = A la espera de la conexión
tray-open = Abrir Message Sender
tray-unlock = Desbloquear Message Sender
tray-pause = Pausar todo
tray-resume = Reanudar todo
tray-quit = Salir
awake-reason = Se están enviando mensajes

## Contactos

error-cancelled = Se detuvo. No se cambió nada.
error-cursor = Ese cursor no es de una página de esta lista. Empieza por la primera página.
error-work-under-way = Todavía se está trabajando en otro cambio de este tipo. Espera a que termine o deténlo.
error-contact-not-found = Ese contacto ya no existe. Actualiza la lista.
error-contact-number = El número no se puede usar: { $why }. Revísalo.
error-contact-exists = Otro contacto ya tiene ese número ({ $name }). Abre ese contacto o corrige el número.
error-consent-empty = Escribe cómo aceptaron recibir mensajes.
error-group-name = «{ $group }» no puede ser el nombre de un grupo. Escribe un nombre sin comas, punto y coma ni |.
error-merge-needs-two = Elige al menos dos contactos para unirlos.
error-change-not-found = Ese cambio ya no se puede deshacer.
error-not-online = El teléfono no está conectado. Conéctalo y vuelve a intentarlo.
error-export-format = «{ $format }» no es un formato de exportación. Usa csv o xlsx.
error-export-too-many-rows = Una hoja admite { $limit } filas como máximo. Exporta como CSV o filtra los contactos.
export-number = Número
export-title = Tratamiento
export-name = Nombre
export-groups = Grupo
export-note = Nota
export-consent = Consentimiento
export-consent-at = Consentimiento desde
export-consent-proof = Prueba del consentimiento
export-opted-out = Baja desde
export-whatsapp = En WhatsApp
export-created = Agregado
export-messaged = Último mensaje
export-yes = sí
export-no = no
rejects-line = Línea
rejects-reason = Motivo

card-number = Teléfono
card-name = Nombre
card-title = Tratamiento
card-groups = Grupo
card-organisation = Empresa
card-position = Cargo
card-email = Correo
card-note = Nota
card-second-number = Teléfono 2
card-third-number = Teléfono 3
opted-out-by-hand = a mano
opted-out-by-import = en una lista importada

## The microphone

error-microphone-missing = No se encontró ningún micrófono. Conecta uno y vuelve a intentarlo, o elige un archivo de audio.
error-microphone-forbidden = El sistema no deja que este programa use el micrófono. Permítelo en los ajustes de privacidad del sistema, o elige un archivo de audio.
error-microphone-busy = Otro programa está usando el micrófono. Ciérralo y vuelve a intentarlo.
error-microphone-failed = No se pudo grabar con el micrófono. Revisa que esté bien conectado, o elige un archivo de audio.
## Attachments

error-attachment-kind = «{ $kind }» no dice cómo se envía un archivo. Usa una de estas palabras: { $kinds }.
error-attachment-gone = Un archivo del mensaje ya no está: se quitó para ahorrar espacio. Quítalo del mensaje y agrégalo de nuevo. No se envió nada.
error-attachment-hours = Los archivos de una campaña terminada se guardan de 0 a { $limit } horas.
error-attachment-not-shown = «{ $file }» es demasiado grande para mostrarlo aquí. Se envía igual.
error-file-no-file = { $file } no es un archivo que se pueda leer. Elige otro.
error-retry-attachment-gone = Los archivos de esta campaña ya se quitaron para ahorrar espacio y no se pueden volver a enviar. No se cambió nada: duplica la campaña y agrega los archivos de nuevo.
error-test-empty = Para esta persona no queda nada del texto. Elige otra, o dale a la variable un valor de reserva, como { "{nombre|cliente}" }.
error-too-many-attachments = Un mensaje lleva { $kind ->
    [picture] { $limit } imágenes
    [video] un video
    [document] un documento
   *[voice] una nota de voz
 } como máximo. Quita lo que sobra o haz otra campaña.
error-media-unreadable = «{ $file }» no se pudo leer hasta el final ({ $reason }). Comprueba que el disco siga conectado e inténtalo de nuevo.
error-media-unwritable = «{ $file }» no se pudo guardar en el perfil ({ $reason }). Libera espacio e inténtalo de nuevo.
error-media-empty = «{ $file }» está vacío. Elige otro archivo.
error-media-encoder = «{ $file }» no se pudo convertir por un fallo del programa. Prueba con otro archivo.
error-picture-too-large = «{ $file }» tiene { $size_mb } MB y una imagen puede tener { $limit_mb } MB como máximo. Guárdala más pequeña, o envíala como documento.
error-audio-too-large = «{ $file }» tiene { $size_mb } MB y un audio puede tener { $limit_mb } MB como máximo. Córtalo o guárdalo como MP3.
error-video-too-large = «{ $file }» tiene { $size_mb } MB y un video puede tener { $limit_mb } MB como máximo. Córtalo, guárdalo con menos calidad, o envíalo como documento.
error-document-too-large = «{ $file }» tiene { $size_mb } MB y un documento puede tener { $limit_mb } MB como máximo. Comprímelo o divídelo.
error-not-a-picture = «{ $file }» no es una imagen, diga lo que diga su nombre: es { $what }. Elige una imagen JPEG, PNG, WebP o GIF.
error-not-audio = «{ $file }» no es un audio, diga lo que diga su nombre: es { $what }. Elige un audio MP3, M4A, WAV, OGG, Opus o FLAC.
error-not-a-video = «{ $file }» no es un video, diga lo que diga su nombre: es { $what }. Elige un video MP4.
error-picture-heic = «{ $file }» es una foto HEIC o AVIF, que muchos teléfonos no muestran. Guárdala como JPEG. En un iPhone: Ajustes, Cámara, Formatos, «El más compatible».
error-picture-format = «{ $file }» es una imagen de un tipo que no se puede usar ({ $found }). Guárdala como JPEG o PNG.
error-picture-too-many-pixels = «{ $file }» mide { $width } × { $height } píxeles; una imagen puede tener { $limit_megapixels } millones como máximo. Guárdala más pequeña.
error-picture-damaged = «{ $file }» está dañada o no se copió entera. Ábrela en otro programa, guárdala de nuevo o elige otra.
error-audio-format = «{ $file }» tiene un sonido que no se puede usar ({ $codec }). Guárdalo como MP3.
error-audio-he-aac = «{ $file }» está en HE-AAC, que no se puede usar. Guárdalo como MP3 o AAC normal (AAC-LC).
error-audio-protected = «{ $file }» está protegido contra copias y no se puede enviar. Elige un audio tuyo.
error-audio-too-long = «{ $file }» { $length ->
    [unknown] dura demasiado
   *[other] dura { $length } (minutos y segundos)
 }: una nota de voz puede durar { $limit_minutes } minutos como máximo. Córtala, o envía el archivo como documento.
error-audio-silent = En «{ $file }» no se oye nada. Revisa el micrófono o elige otro audio.
error-audio-damaged = «{ $file }» está dañado o no se copió entero. Cópialo de nuevo desde donde lo tienes, o elige otro audio.
error-video-format = «{ $file }» es un video de un tipo que los teléfonos no muestran ({ $found }). Guárdalo como MP4, o envíalo como documento.
error-video-codec = «{ $file }» es un video que no todos los teléfonos muestran ({ $codec }). Guárdalo como MP4 con H.264 y AAC, o envíalo como documento.
error-video-protected = «{ $file }» es un video protegido contra copias y no se puede enviar. Elige uno tuyo.
error-video-damaged = «{ $file }» es un video dañado o que no se copió entero. Cópialo de nuevo desde donde lo tienes, o elige otro.
error-document-damaged = «{ $file }» es un PDF al que le falta el final: no se copió o no se descargó entero. Cópialo de nuevo desde donde lo tienes, o elige otro.
error-document-no-pdf = «{ $file }» no es un PDF, diga lo que diga su nombre, y los teléfonos no podrían abrirlo. Guárdalo como PDF con el programa que lo hizo, o elige otro.
content-picture = una imagen
content-sound = un audio
content-video = un video
content-other = otro tipo de archivo
recording-name = Grabación
cli-attached = { $file }: { $kind ->
    [picture] imagen
    [video] video
    [document] documento
   *[voice] nota de voz
 } de { $size_kb } kB
cli-first-frame = { $file } se mueve y WhatsApp no lo muestra así: se envía su primera imagen.
cli-variant = Versión { $number }: { $queued } en cola, { $in_flight } en curso, { $accepted } aceptados, { $delivered } entregados, { $read } leídos, { $failed } errores, { $skipped } omitidos, { $replies } respuestas

## Templates

error-template-name = Ponle a la plantilla un nombre de 1 a { $limit } caracteres.
error-template-category = La categoría de una plantilla tiene { $limit } caracteres como máximo.
error-template-name-taken = Ya hay una plantilla llamada «{ $name }». Elige otro nombre.
error-template-not-found = Esa plantilla ya no existe. Actualiza la lista.
template-copy = (copia)
template-copy-number = (copia { $number })

## Backups

cli-backup-made = Copia de seguridad guardada en { $file } ({ $size } bytes). Guarda la frase: sin ella nadie puede abrir el archivo.
cli-backup-without-session = El vínculo con el teléfono no va incluido; después de restaurar, vincula el teléfono de nuevo.
cli-backup-with-session = El vínculo con el teléfono va incluido. Nunca uses esta copia mientras el perfil está abierto en otra computadora: las dos se desconectarían una y otra vez.
cli-restored = El perfil «{ $profile }» se restauró como estaba el { $date }. Lo posterior no está.
cli-restored-held = { $count ->
    [one] Una campaña estaba en marcha y te espera. Reanúdala en una sola computadora.
    [many] { $count } de campañas estaban en marcha y te esperan. Reanúdalas en una sola computadora.
   *[other] { $count } campañas estaban en marcha y te esperan. Reanúdalas en una sola computadora.
}
cli-restored-resume = Míralas con `campaign list` y sigue con `campaign resume NÚMERO`.
cli-restored-open = Ningún código protege este perfil. Pon uno con: message-sender-cli --profile "{ $profile }" --passcode-stdin profile passcode set
cli-restored-link = Vincula el teléfono para seguir.
cli-set-aside = Los datos que había se guardan en { $file }.
cli-automatic-offer = Hay una copia automática del { $date }. Restáurala con: profile restore --automatic latest --yes
cli-automatic-line = { $id }  { $date }  { $size } bytes ({ $reason })
cli-no-automatic = Todavía no hay copias automáticas. Se hace una por día mientras hay una campaña en marcha o la ventana está abierta.

## Dashboard

error-dashboard-day = «{ $day }» no es un día. Escríbelo como 2026-11-30.
error-dashboard-day-range = { $day } queda fuera de lo que se puede mirar, que va de { $first } a { $last }.
error-dashboard-range = El rango de { $from } a { $to } no sirve: empieza con el primer día y termina con el último, diez años como máximo.
error-dashboard-bucket = De { $from } a { $to } son demasiados puntos para verlos así. Elige { $units }, o menos días.
bucket-months = meses
bucket-days-months = días o meses
error-chart-size = Un gráfico mide de { $least_width } × { $least_height } a { $most } × { $most } puntos.
error-chart = No se pudo dibujar el gráfico ({ $reason }). Inténtalo de nuevo.
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sep
month-10 = oct
month-11 = nov
month-12 = dic
date-day = { $day } { $month }
date-month = { $month } { $year }
date-full = { $day } { $month } { $year }
date-hour = { $day } { $month }, { $time }
date-time = { $day } { $month } { $year }, { $time }
metric-sent = Enviados
metric-accepted = Aceptados
metric-delivered = Entregados
metric-read = Leídos
metric-failed = Errores
metric-skipped = Omitidos
metric-success = Tasa de éxito
metric-replies = Respuestas
metric-opt-outs = Bajas
metric-campaigns = Campañas
metric-recipients = Destinatarios
group-none = Sin grupo
group-others = Otros { $shown }
funnel-tried = Intentados
funnel-sent = Enviados
funnel-accepted = Aceptados
funnel-delivered = Entregados
funnel-read = Leídos
chart-timeline = Envíos por período
chart-groups = Envíos por grupo
chart-contacts = Contactos con más envíos
chart-trend = Envíos por mes
chart-funnel = Hasta dónde llegaron
chart-failures = Errores por motivo
chart-empty = No hay envíos en estos días
chart-empty-failures = No hay errores en estos días
chart-people = { $count ->
    [one] envío
   *[other] envíos
 }
chart-groups-note = Quien está en varios grupos cuenta en cada uno
table-period = Período
table-group = Grupo
table-people = Envíos
table-share = Parte
table-person = Nombre
table-phone = Número
table-step = Paso
table-reason = Motivo

## Reports of campaigns

error-report-needs-file = Un informe { $format } va a un archivo. Agrega -o ARCHIVO.
report-title = Informe de campaña
report-campaign = Campaña
report-profile = Perfil
report-made = Elaborado
report-state = Estado
report-created = Creada
report-started = Empezó
report-finished = Terminó
report-never = Todavía no
report-pace = Ritmo
report-pace-value = { $seconds } s entre personas
report-content = Contenido
report-text = Mensaje
report-variant = Versión { $number }
report-attachments = Adjuntos
report-summary = Resumen
report-recipients = Destinatarios
report-number = N.º
report-name = Nombre
report-phone = Número
report-recipient-state = Estado
report-reason = Motivo
report-time = Hora
report-reply = Respuesta
report-remark = Motivo o respuesta
report-page = Página { $page } de { $pages }
outcome-queued = En cola
outcome-sending = Enviando
outcome-sent = Enviado
outcome-unknown = Comprobando
outcome-accepted = Aceptado
outcome-delivered = Entregado
outcome-read = Leído
outcome-played = Reproducido
outcome-failed = Error
outcome-skipped = Omitido
cli-report-saved = Informe de { $count ->
    [one] una persona
   *[other] { $count } personas
 } en { $file }
cli-dashboard-range = Del { $from } al { $to }
cli-dashboard-line = { $name }: { $value }

diagnostics-file = diagnóstico
cli-log-empty = Todavía no hay nada anotado.
cli-log-level = Se anota: { $level }
cli-diagnostics-saved = Diagnóstico guardado en { $file }. No dice nada de nadie; míralo antes de enviarlo.

# What the system says about a file, within a sentence.
system-not-found = no existe esa carpeta o ese archivo
system-forbidden = no tienes permiso
system-read-only = ese disco es de solo lectura
system-no-room = no queda lugar en el disco
system-too-large = es demasiado grande para ese disco
system-folder = es una carpeta
system-no-folder = una parte de la ruta no es una carpeta
system-name = el nombre es demasiado largo, o el disco no lo admite
system-exists = ya existe
system-busy = otro programa lo está usando
system-cut = termina antes de tiempo
system-other = error { $os_error } del sistema
system-disk = el disco no deja leer o escribir
system-closed = el perfil está cerrado
