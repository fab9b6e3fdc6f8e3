## General

unexpected-error = Algo no salió bien. No se envió ni se perdió nada; inténtalo de nuevo.
start-failed = Message Sender no pudo arrancar
try-again = Intentar de nuevo
close = Cerrar
cancel = Cancelar
save = Guardar
back = Atrás
go-back = Volver
continue = Continuar
change = Cambiar
language = Idioma
practice = Práctica
practice-note = Perfil de práctica: el teléfono es simulado y no se envía nada de verdad.
people =
    { $count ->
        [one] persona
       *[other] personas
    }
consent = ¿Cómo aceptaron recibir mensajes?
consent-example = Por ejemplo: se anotaron en la tienda, octubre de 2026
list-failed = No se pudo leer la lista
reading = Leyendo la lista…

## Navigation

nav = Secciones
nav-home = Inicio
nav-send = Enviar
nav-campaigns = Campañas
nav-contacts = Contactos
nav-device = Dispositivo
nav-settings = Ajustes
nav-attention = Necesita tu atención
progress-of = { $done } de { $total }

## Profiles

profiles-choose = Elige con qué perfil trabajar
profiles-first = Crea tu primer perfil para empezar
profiles-local = Todo queda cifrado en esta computadora. Sin cuentas, sin servidores.
profile-new = Perfil nuevo
profile-new-hint = Uno por cada teléfono del negocio
profile-name = Nombre
profile-name-example = Por ejemplo: Tienda Luna
profile-name-needed = Escribe un nombre para el perfil.
profile-name-taken = Ya hay un perfil con ese nombre. Elige otro.
profile-country = País
profile-country-hint = Los números sin prefijo se leen como de este país.
profile-kind = ¿Con qué teléfono?
profile-real = Con el teléfono del negocio
profile-real-hint = Se vincula con WhatsApp y envía mensajes de verdad.
profile-practice = De práctica, con un teléfono simulado
profile-practice-hint = Para aprender sin riesgo: no usa internet y no se envía nada de verdad.
profile-submit = Crear perfil
profile-last-used = usado { $when }
profile-never-used = sin usar
profile-switch = Cambiar de perfil
profile-leave-title = Aún se están enviando mensajes
profile-leave-what = Si cambias de perfil, se termina el mensaje que está en camino y los demás esperan. Siguen solos cuando abras de nuevo este perfil.
profile-leave-confirm = Cambiar de perfil
profile-leave-stay = Quedarme
profile-edit = Nombre y color de { $name }
profile-edit-title = Nombre y color
profile-edit-saved = Guardado: «{ $name }».
profile-colour = Color
profile-colour-green = Verde
profile-colour-blue = Azul
profile-colour-violet = Violeta
profile-colour-pink = Rosa
profile-colour-orange = Naranja
profile-colour-grey = Gris
profile-delete = Eliminar el perfil { $name }
profile-delete-title = ¿Eliminar «{ $name }»?
profile-delete-what = Se borran de esta computadora sus contactos, sus campañas y su vínculo con el teléfono.
profile-delete-final = No se puede deshacer. Los mensajes ya enviados no cambian.
confirm-typed = Para confirmar, escribe el nombre: { $name }
profile-delete-confirm = Eliminar el perfil
profile-deleted = Perfil «{ $name }» eliminado.

## Welcome

welcome-page = Página { $page } de { $pages }
welcome-what-title = Te damos la bienvenida a { $name }
welcome-does-1 = Envía mensajes personales de WhatsApp a los contactos de tu negocio, uno por uno y en orden.
welcome-does-2 = Pone en cada mensaje el nombre y los datos de la persona.
welcome-does-3 = Te muestra quién lo recibió, quién lo leyó y quién respondió.
welcome-not-1 = No busca números ni escribe a quien pidió no recibir mensajes.
welcome-not-2 = No esquiva los límites de WhatsApp: si WhatsApp pide parar, para.
welcome-consent-title = Solo a quienes aceptaron
welcome-consent-1 = Las condiciones de WhatsApp restringen los envíos masivos. Quien los hace sin cuidado puede perder su cuenta.
welcome-consent-2 = Escribe solo a personas que te conocen y que aceptaron recibir tus mensajes. Anota cómo aceptaron: el programa lo guarda junto a cada contacto.
welcome-consent-3 = Di siempre cómo dejar de recibirlos. A quien se da de baja no se le escribe más.
welcome-understood = Entendido
welcome-link-title = Vincula el teléfono del negocio
welcome-link-1 = Se vincula una sola vez, como WhatsApp Web: con un código QR en esta pantalla y el teléfono en la mano.
welcome-link-2 = ¿Todavía no lo tienes a mano, o prefieres probar antes? Practica con un teléfono simulado.
welcome-link = Vincular el teléfono
welcome-practise = Practicar primero
welcome-practice-name = Práctica
welcome-practice-title = Aquí puedes equivocarte
welcome-practice-1 = El teléfono de este perfil es simulado. Todo funciona como de verdad, pero ningún mensaje sale de esta computadora.
welcome-practice-2 = Las personas simuladas leen, responden y a veces se dan de baja, como en la vida real.
welcome-start = Empezar

## Device

device-name-not-linked = Sin vincular
device-name-pairing = Vinculando…
device-name-pairing-expired = Código vencido
device-name-connecting = Conectando…
device-name-online = Conectado
device-name-reconnecting = Reconectando…
device-name-offline = Desconectado
device-name-logged-out = Desvinculado desde el teléfono
device-name-replaced = En uso en otra sesión
device-name-restricted = Restringido por WhatsApp
device-name-client-too-old = Hay que actualizar
device-name-number-refused = Número no permitido
device-name-idle = En reposo
device-name-disabled = Deshabilitado
device-name-banned = Bloqueada por WhatsApp
device-name-until = hasta { $until }
device-name-attempt = intento { $attempt }
device-title = Dispositivo
device-linked = Cuenta vinculada
device-restricted-until = WhatsApp restringe esta cuenta hasta { $until }. Los mensajes en cola esperan; no envíes más hasta entonces.
device-attempt = Intento { $attempt }.
device-next-try = Próximo intento en { $time }.
device-trying = Intentando ahora.
device-retry = Intentar ahora
device-ask-again = Preguntar de nuevo
device-disable = Deshabilitar…
device-enable = Habilitar
device-restart = Reiniciar conexión…
device-restart-title = ¿Reiniciar la conexión?
device-restart-what = Se termina lo que se está enviando; luego la conexión se cierra y se abre de nuevo. No se pierde nada ni hay que escanear ningún código.
device-restart-confirm = Reiniciar
device-restarted = La conexión se está reiniciando.
device-disable-title = ¿Deshabilitar el dispositivo?
device-disable-what = Se termina lo que se está enviando; luego la conexión se cierra. Queda cerrada hasta que lo habilites, también si reinicias la computadora.
device-disable-keeps = El teléfono sigue vinculado y los mensajes en cola se conservan. Las respuestas llegan cuando lo habilites.
device-disable-confirm = Deshabilitar
device-connect = Conectar
device-use-here = Usar aquí
device-unlink = Cerrar sesión…
device-next = Enviar mensajes
device-phone-note = Puedes usar WhatsApp en el teléfono como siempre. Abre WhatsApp en él al menos una vez cada dos semanas para que siga vinculado.
unlink-title = ¿Cerrar la sesión de { $account }?
unlink-what = Esta computadora deja de enviar mensajes con esa cuenta. Para volver a enviar hay que escanear un código nuevo.
disable-campaigns =
    { $count ->
        [one] Una campaña sin terminar espera hasta que lo habilites.
       *[other] { $count } campañas sin terminar esperan hasta que lo habilites.
    }
unlink-campaigns =
    { $count ->
        [one] Una campaña sin terminar se detiene hasta que vincules un teléfono.
       *[other] { $count } campañas sin terminar se detienen hasta que vincules un teléfono.
    }
unlink-keeps = Tus contactos, las campañas y los mensajes en cola se conservan.
unlink-confirm = Cerrar sesión
unlinked = El teléfono ya no está vinculado.

## Pairing

pair-title = Vincular el teléfono
pair-sub = Escanea el código QR con el WhatsApp del negocio.
pair-sub-number = Escribe en el WhatsApp del negocio el código que verás aquí.
pair-once = Se hace una sola vez.
pair-sub-practice = Así se vincula un teléfono. Este es simulado: no hace falta ninguno de verdad.
pair-qr = Código QR para vincular el teléfono
pair-show = Mostrar el código QR
pair-anew = Empezar de nuevo
pair-expired = El código venció sin que nadie lo usara.
pair-number-refused = Ese número no está entre los que se pueden vincular aquí. Se desvinculó enseguida y no se envió nada.
pair-preparing = Preparando el código…
pair-renews = Se renueva en { $time }
pair-expires = Vence en { $time }
pair-step-open = Abre **WhatsApp** en el teléfono del negocio
pair-step-menu = Toca **Menú ⋮** o **Configuración** y luego **Dispositivos vinculados**
pair-step-scan = Toca **Vincular un dispositivo** y apunta a este código
pair-step-number = Toca **Vincular con el número de teléfono** y escribe el código
pair-no-camera = No uses la cámara común del teléfono: escanea desde WhatsApp.
pair-by-number = Vincular con el número de teléfono
pair-by-qr = Vincular con el código QR
pair-number = Número del teléfono del negocio
pair-number-hint = Te daremos un código de 8 letras y números para escribir en WhatsApp.
pair-number-needed = Escribe el número completo.
pair-number-submit = Obtener el código
pair-practice-scan = Escanear con el teléfono simulado
pair-practice-type = Escribir el código en el teléfono simulado
pair-allowed = En este perfil solo se puede vincular { $numbers }.
pair-keeps-phone = El teléfono sigue funcionando como siempre. Puedes cerrar la sesión cuando quieras, desde aquí o desde el teléfono.
device-set-aside = El vínculo con el teléfono se dañó: vincúlalo otra vez. Contactos y campañas están a salvo.
device-set-aside-file = Archivo dañado: { $file }

## Dropping and choosing lists

drop-here = Suelta el archivo aquí
drop-kinds = CSV, Excel (XLSX), vCard o texto
drop-ask = ¿Qué hacemos con { $file }?
drop-campaign = Enviar un mensaje a esta lista
drop-campaign-hint = Empieza una campaña con estas personas
drop-import = Importar los contactos
drop-import-hint = Los guarda para escribirles más adelante
drop-title = Arrastra un archivo aquí
drop-text = CSV, Excel (XLSX), vCard o texto, con una persona por línea
pick-file = Elegir archivo
paste-open = Pegar una lista
paste-title = Pega los números, uno por línea
paste-label = Lista pegada
paste-example =
    0981 123 456
    0982 234 567, Sra., Ana Benítez, VIP
paste-hint = Puedes agregar tratamiento, nombre y grupo, separados por comas. También sirven celdas copiadas de una hoja de cálculo.
paste-needed = Pega al menos un número.
paste-use = Usar esta lista
list-other = Otra lista

## How a list is read

read-change = Cambiar cómo se lee
read-encoding = Codificación
read-windows = Texto de Excel (Windows-1252)
read-separator = Separador
read-separated = separado por { $separator }
read-comma = coma
read-semicolon = punto y coma
read-tab = tabulador
read-bar = barra |
read-one-column = una sola columna
read-header = Primera fila
read-header-yes = Tiene los títulos
read-header-no = Es una persona más
read-with-header = con títulos
read-without-header = sin títulos
read-columns = Qué contiene cada columna
read-column = Columna { $number }
field-number = Número
field-title = Tratamiento
field-name = Nombre
field-surname = Apellido
field-group = Grupo
field-extra = Dato extra
field-ignore = No usar
rows-show = Filas de la lista
row-updated = Se actualiza
row-unchanged = Sin cambios
read-mixed = La lista mezcla dos codificaciones (UTF-8 y Windows-1252). Cada parte se leyó como lo que es: mira los acentos.
rows-usable =
    { $count ->
        [one] 1 persona
       *[other] { $count } personas
    }
rows-invalid =
    { $count ->
        [one] 1 no sirve
       *[other] { $count } no sirven
    }
rows-repeated =
    { $count ->
        [one] { $count } repetida
       *[other] { $count } repetidas
    }
rows-more = Se muestran { $shown } de { $total }.
rows-line = Línea
rows-written = Está escrito así
rows-why = Por qué no sirve
rows-repeats = Qué repite
rows-repeats-line = El número de la línea { $line }

## Contacts

contacts-count =
    { $count ->
        [0] Ningún contacto
        [one] 1 contacto
       *[other] { $count } contactos
    }
contacts-found =
    { $count ->
        [0] sin coincidencias
        [one] 1 coincide
       *[other] { $count } coinciden
    }
contacts-import = Importar
contacts-write = Escribir a todos
contacts-write-group = Escribir a este grupo
contacts-search = Buscar por nombre, número, tratamiento o grupo
contacts-none = Trae tu lista de contactos
contacts-none-text = Sirve la lista que ya tienes en una hoja de cálculo o en el teléfono: arrástrala a esta ventana.
contacts-no-match = Nadie coincide
contacts-no-match-text = Prueba con otra palabra, otro grupo u otro filtro.
contacts-clear = Limpiar
contact-state = Estado
contact-opted-out = Se dio de baja
contact-consent = Aceptó
contact-consent-missing = Falta aceptar
contact-no-whatsapp = Sin WhatsApp
groups = Grupos
groups-all = Todos
groups-none = Todavía no hay grupos. Importa contactos con una columna «grupo», o elige un grupo al importarlos.

## Import

import-title = Importar contactos
replace-title = ¿Cambiar de lista?
replace-what = Estás importando «{ $file }». Si la reemplazas por «{ $other }», se pierde lo que elegiste para ella; todavía no se guardó nada.
replace-confirm = Reemplazar la lista
replace-keep = Conservar la lista
replace-writing = Todavía se está importando «{ $file }». Suelta «{ $other }» cuando termine.
import-sub = Revisemos juntos la lista: no se guarda nada hasta que lo confirmes.
import-group = Agregar todos a un grupo
import-group-example = Sin grupo
import-skip = Dejar como están a los que ya conoces, sin actualizarlos
import-submit =
    { $count ->
        [one] Importar 1 contacto
       *[other] Importar { $count } contactos
    }
import-submit-same =
    { $count ->
        [one] Guardar 1 contacto sin cambios
       *[other] Guardar { $count } contactos sin cambios
    }
import-nothing = No hay filas que se puedan importar. Cambia cómo se lee la lista o elige otra.
import-done-title = Importación terminada
import-done =
    { $count ->
        [one] 1 contacto importado
       *[other] { $count } contactos importados
    }
import-done-detail =
    { $new ->
        [one] 1 nuevo
       *[other] { $new } nuevos
    }, { $updated ->
        [one] 1 actualizado
       *[other] { $updated } actualizados
    }, { $unchanged } sin cambios
import-done-opted-out =
    { $count ->
        [one] 1 se había dado de baja y así queda.
       *[other] { $count } se habían dado de baja y así quedan.
    }
import-see = Ver los contactos
import-write = Escribirles ahora
count-new = Nuevos
count-updated = Se actualizan
count-unchanged = Sin cambios
count-duplicates = Repetidos
count-invalid = No sirven
count-opted-out = Dados de baja

## Contacts: looking and choosing

more = Más
contact-new = Agregar
contact-new-title = Contacto nuevo
contacts-write-them = Escribirles
contacts-write-found =
    { $count ->
        [one] Escribir al que coincide
       *[other] Escribir a los { $count } que coinciden
    }
contact-consent-column = Consentimiento
contact-last = Último mensaje
contact-created-column = Agregado
select-all = Marcar a todos los que coinciden
select-one = Marcar a { $name }
range-long = Un rango tiene hasta { $most } personas. Para más, usa los filtros y «Elegir a todos».
condition-consent = Consentimiento
condition-consent-no = Sin consentimiento
condition-opted-out = Bajas
condition-opted-out-no = Sin los dados de baja
condition-opted-out-yes = Solo dados de baja
condition-whatsapp = WhatsApp
whatsapp-yes = En WhatsApp
whatsapp-no = No está en WhatsApp
whatsapp-unknown = Sin comprobar
narrow-except =
    { $count ->
        [one] Menos 1 persona
       *[other] Menos { $count } personas
    }

## Groups

groups-ungrouped = Sin grupo
group-search = Buscar un grupo
group-search-none = Ningún grupo se llama así.
group-menu = Opciones del grupo { $group }
group-rename = Cambiar el nombre
group-rename-title = Cambiar el nombre de «{ $group }»
group-name-needed = Escribe un nombre para el grupo.
group-joins =
    { $count ->
        [one] Ya hay un grupo «{ $group }», con 1 persona: los dos se unen en uno.
       *[other] Ya hay un grupo «{ $group }», con { $count } personas: los dos se unen en uno.
    }
group-join = Unir los grupos
group-renamed = El grupo «{ $group }» ahora se llama «{ $name }».
group-joined = El grupo «{ $group }» se unió a «{ $name }».
group-delete = Eliminar el grupo
group-delete-title = ¿Eliminar el grupo «{ $group }»?
group-delete-what =
    { $count ->
        [one] 1 persona deja de estar en él.
       *[other] { $count } personas dejan de estar en él.
    }
group-delete-keeps = Los contactos se conservan, también sus otros grupos.
group-deleted = Grupo «{ $group }» eliminado. Las personas se conservan.
group-needed = Escribe o elige un grupo.

## Many contacts at once

bulk = Personas elegidas
bulk-count =
    { $count ->
        [one] 1 elegida
       *[other] { $count } elegidas
    }
bulk-counting = Contando…
bulk-none = Quitar la selección
bulk-write = Escribirles
bulk-group = Agregar a un grupo
bulk-group-short = A un grupo
bulk-group-title =
    { $count ->
        [one] Agregar 1 persona a un grupo
       *[other] Agregar { $count } personas a un grupo
    }
bulk-group-example = Un grupo nuevo o uno que ya tienes
bulk-group-save =
    { $count ->
        [one] Agregar 1 persona
       *[other] Agregar { $count } personas
    }
bulk-remove = Quitar de un grupo
bulk-remove-title =
    { $count ->
        [one] Quitar 1 persona de un grupo
       *[other] Quitar { $count } personas de un grupo
    }
bulk-remove-save =
    { $count ->
        [one] Quitar a 1 persona
       *[other] Quitar a { $count } personas
    }
bulk-consent = Anotar consentimiento
bulk-consent-title =
    { $count ->
        [one] Anotar el consentimiento de 1 persona
       *[other] Anotar el consentimiento de { $count } personas
    }
bulk-consent-what = Anótalo solo si de verdad aceptaron recibir tus mensajes.
bulk-consent-save =
    { $count ->
        [one] Anotar para 1 persona
       *[other] Anotar para { $count } personas
    }
consent-needed = Escribe cómo aceptaron.
bulk-opt-out = Dar de baja
opt-out-title =
    { $count ->
        [one] ¿Dar de baja a esta persona?
       *[other] ¿Dar de baja a { $count } personas?
    }
opt-out-what =
    { $count ->
        [one] Ya no recibirá mensajes, tampoco de las campañas en curso. Sigue así aunque se borre y se vuelva a importar.
       *[other] Ya no recibirán mensajes, tampoco de las campañas en curso. Siguen así aunque se borren y se vuelvan a importar.
    }
opt-out-confirm =
    { $count ->
        [one] Dar de baja
       *[other] Dar de baja a { $count } personas
    }
bulk-opt-in = Dar de alta
opt-in-title =
    { $count ->
        [one] ¿Esta persona pidió volver a recibir mensajes?
       *[other] ¿Estas { $count } personas pidieron volver a recibir mensajes?
    }
opt-in-what =
    { $count ->
        [one] Solo si lo pidió por su cuenta. Escribirle sin que lo pida es contra las reglas de WhatsApp y puede costarte la cuenta.
       *[other] Solo si lo pidieron por su cuenta. Escribirles sin que lo pidan es contra las reglas de WhatsApp y puede costarte la cuenta.
    }
opt-in-confirm = Sí, lo pidieron
bulk-csv = Exportar a CSV
bulk-xlsx = Exportar a Excel (XLSX)
bulk-check = Comprobar en WhatsApp
bulk-check-offline = conecta el teléfono
check-title =
    { $count ->
        [one] ¿Comprobar si 1 persona está en WhatsApp?
       *[other] ¿Comprobar si { $count } personas están en WhatsApp?
    }
check-what = Va despacio a propósito, para no molestar a WhatsApp. Puedes seguir trabajando y cancelarlo cuando quieras; lo ya comprobado se conserva.
check-confirm = Comprobar
checked =
    { $count ->
        [one] 1 número comprobado
       *[other] { $count } números comprobados
    }
checked-found = { $present } con WhatsApp, { $absent } sin WhatsApp
checked-silent = { $count } sin respuesta
bulk-merge = Unir en un contacto
bulk-merge-some = de 2 a { $most }
merge-title = Unir { $count } contactos en uno
merge-keep = ¿Qué número queda?
merge-result = Así queda
merge-what = De cada dato queda el más nuevo; los grupos se juntan todos.
merge-opted-out = Alguien de ellos se dio de baja: el contacto queda dado de baja.
merge-confirm = Unir los { $count }
bulk-delete = Eliminar…
delete-title =
    { $count ->
        [one] ¿Eliminar 1 contacto?
       *[other] ¿Eliminar { $count } contactos?
    }
delete-what = Se borran de este perfil con todos sus datos. Las campañas ya enviadas no cambian.
delete-opted-out = Quien se dio de baja sigue sin recibir mensajes, aunque se vuelva a importar.
delete-confirm =
    { $count ->
        [one] Eliminar 1 contacto
       *[other] Eliminar { $count } contactos
    }

## What was done with contacts

changed-nothing = No había nada que cambiar.
changed-group =
    { $count ->
        [one] 1 persona agregada a «{ $group }»
       *[other] { $count } personas agregadas a «{ $group }»
    }
changed-ungroup =
    { $count ->
        [one] 1 persona quitada de «{ $group }»
       *[other] { $count } personas quitadas de «{ $group }»
    }
changed-consent =
    { $count ->
        [one] Consentimiento anotado para 1 persona
       *[other] Consentimiento anotado para { $count } personas
    }
changed-opt-out =
    { $count ->
        [one] 1 persona dada de baja
       *[other] { $count } personas dadas de baja
    }
changed-opt-in =
    { $count ->
        [one] 1 persona vuelve a recibir mensajes
       *[other] { $count } personas vuelven a recibir mensajes
    }
changed-delete =
    { $count ->
        [one] 1 contacto eliminado
       *[other] { $count } contactos eliminados
    }
changed-merge = { $count } contactos unidos en uno
undone =
    { $count ->
        [one] Deshecho: 1 contacto quedó como antes.
       *[other] Deshecho: { $count } contactos quedaron como antes.
    }
undone-removed =
    { $count ->
        [one] Deshecho: se quitó 1 contacto nuevo.
       *[other] Deshecho: se quitaron { $count } contactos nuevos.
    }
undone-restored =
    { $count ->
        [one] 1 quedó como antes.
       *[other] { $count } quedaron como antes.
    }
undone-import =
    { $count ->
        [one] Deshecho para 1 contacto.
       *[other] Deshecho para { $count } contactos.
    }
undone-kept =
    { $count ->
        [one] 1 cambió después y queda como está.
       *[other] { $count } cambiaron después y quedan como están.
    }
exported-to = Guardado en { $path }
show-in-folder = Ver en la carpeta
work-change = Cambiando contactos
work-export = Exportando contactos
work-check = Comprobando en WhatsApp
work-write = Importando contactos
work-people =
    { $count ->
        [one] 1 persona
       *[other] { $count } personas
    }

## One contact

contact-number-needed = Escribe el número de la persona.
contact-read-as = Se guarda como { $phone }
contact-typed = Estaba escrito así: { $typed }
contact-open-other = Abrir ese contacto
contact-title-example = Sra.
contact-groups-example = Escribe un grupo y pulsa Enter
contact-consent-how = ¿Cómo aceptó recibir mensajes?
contact-consent-since = Aceptó, anotado
contact-proof = Qué lo prueba
contact-proof-example = Por ejemplo: planilla 12, o un enlace
contact-note = Nota
contact-note-hint = Solo para ustedes: nunca se envía.
contact-never = nunca
contact-created = Agregado
contact-updated = Último cambio
contact-landline = Línea fija
contact-save = Guardar cambios
contact-add = Agregar contacto
contact-saved = «{ $name }» guardado
delete-one = Eliminar
delete-one-title = ¿Eliminar a { $name }?
unsaved-title = ¿Descartar los cambios?
unsaved-what = Lo que escribiste en este contacto todavía no está guardado.
unsaved-discard = Descartar
extra-title = Datos extra
extra-name = Dato
extra-value = Valor
extra-add = Agregar un dato
extra-remove = Quitar { $name }
extra-name-needed = Ponle un nombre a cada dato extra.
extra-twice = Dos datos extra tienen el mismo nombre. Cambia uno.
token-remove = Quitar { $name }

## Import, step by step

import-step-file = Archivo
import-step-read = Lectura
import-step-columns = Columnas
import-step-check = Revisar
example-save = Descargar un archivo de ejemplo
example-saved = Ejemplo guardado en { $path }. Ábrelo con Excel, complétalo y arrástralo aquí.
need-file = Elige, arrastra o pega una lista.
need-number = Indica qué columna tiene los números de teléfono.
need-one-number = Hay más de una columna de números. Elige una sola.
need-which-number = Confirma qué columna de números se usa.
need-readable = No se puede continuar: así la lista no se puede leer.
read-automatic = Detectar
read-choose-separator = Elegir el separador
read-sheet = Hoja
read-in-sheet = hoja «{ $sheet }»
read-xlsx = Libro de Excel
read-vcard = Tarjetas de contacto (vCard)
read-google = Contactos de Google
read-sample = Las primeras filas, tal como están en el archivo
read-sample-hint = ¿Se ven bien los acentos y las columnas? Si no, cambia la codificación o el separador.
columns-title = Columna
columns-samples = Por ejemplo
columns-field = Qué es
columns-empty = vacía
columns-hint = Los datos extra se pueden usar en los mensajes, por ejemplo la ciudad.
columns-which-number = Estas columnas tienen números de teléfono: { $columns }. ¿Cuál usamos?
columns-number-is = Los números salen de la columna «{ $column }».
columns-number-question = También hay teléfonos en { $columns }. ¿Cuál se usa con WhatsApp?
columns-choose = Elegir la columna
columns-use = Usar { $column }
import-consent-note = Importa solo a personas que aceptaron recibir tus mensajes; lo que escribas queda anotado en cada una.
import-opted-out-note =
    { $count ->
        [one] 1 se había dado de baja: así queda y no recibirá mensajes.
       *[other] { $count } se habían dado de baja: así quedan y no recibirán mensajes.
    }
import-cancel-note = Puedes seguir usando el programa. Si cancelas, no queda nada importado.
rejects-save =
    { $count ->
        [one] Guardar la que queda fuera
       *[other] Guardar las { $count } que quedan fuera
    }
rejects-saved = Filas guardadas en { $path }, cada una con su motivo.
import-done-left =
    { $invalid ->
        [one] 1 no servía
       *[other] { $invalid } no servían
    }, { $duplicates ->
        [one] 1 repetido
       *[other] { $duplicates } repetidos
    }
import-cancelled = La importación se canceló: no se importó nada.
import-undo = Deshacer esta importación
import-undone = La importación se deshizo

## Send

campaign-name = Nombre de campaña
campaign-untitled = Campaña del { $day }
steps = Pasos
step-audience = Destinatarios
step-message = Mensaje
step-pace = Ritmo y hora
step-review = Revisar
need-audience = Elige a quién enviar.
need-list = Arrastra, elige o pega una lista.
need-group = Elige un grupo.
need-people = No queda nadie a quien enviar. Elige otra lista u otro grupo.
need-message = Escribe el mensaje o adjunta algo.
discard = Descartar
audience-list = Una lista
audience-list-hint = Un archivo o números pegados, en su orden
audience-all = Todos los contactos
audience-all-hint =
    { $count ->
        [0] Todavía no hay contactos
        [one] 1 contacto, por nombre
       *[other] { $count } contactos, por nombre
    }
left-none = Nadie queda afuera.
left-opted-out =
    { $count ->
        [one] 1 se dio de baja y no lo recibe
       *[other] { $count } se dieron de baja y no lo reciben
    }
left-invalid =
    { $count ->
        [one] 1 fila sin un número que sirva
       *[other] { $count } filas sin un número que sirva
    }
left-duplicates =
    { $count ->
        [one] 1 repetido, se envía una vez
       *[other] { $count } repetidos, se envía una vez
    }
undo = Deshacer
draft-untitled = Sin nombre
draft-saved-at = guardado { $when }
draft-saved = Borrador guardado
draft-saving = Guardando…
draft-failed = No se pudo guardar
draft-delete = Borrar el borrador { $name }
draft-deleted = Borrador «{ $name }» borrado.
drafts-continue = Continuar un borrador
need-picked = Marca al menos a una persona.
need-campaign = Elige una campaña anterior.
audience-groups = Grupos
audience-groups-hint = Las personas de uno o varios grupos
audience-pick = Una selección
audience-pick-hint = Personas elegidas una por una
audience-campaign = Campaña anterior
audience-campaign-hint = Las mismas personas, en el mismo orden
list-gone = La lista «{ $file }» ya no está donde estaba. Elígela de nuevo; el mensaje y lo demás se conservan.
group-gone = El grupo «{ $group }» ya no existe.
narrow = Acotar
filter-consent = Con consentimiento
filter-never = Nunca contactados
pick-column = Marcar
pick-count =
    { $count ->
        [one] 1 elegida
       *[other] { $count } elegidas
    }
pick-all =
    { $count ->
        [one] Elegir al único
       *[other] Elegir a los { $count }
    }
pick-all-found =
    { $count ->
        [one] Elegir al que coincide
       *[other] Elegir a los { $count } que coinciden
    }
left-not-on-whatsapp =
    { $count ->
        [one] 1 no está en WhatsApp
       *[other] { $count } no están en WhatsApp
    }
left-recent =
    { $count ->
        [one] 1 recibió un mensaje hace menos de { $days } días y no lo recibe
       *[other] { $count } recibieron un mensaje hace menos de { $days } días y no lo reciben
    }
recent-included =
    { $count ->
        [0] Nadie recibió un mensaje en los últimos { $days } días
        [one] 1 ya recibió un mensaje en los últimos { $days } días
       *[other] { $count } ya recibieron un mensaje en los últimos { $days } días
    }
recent-skip = Dejar afuera a quienes recibieron un mensaje hace poco
recent-days = Días desde el último mensaje
recent-unit = días

## Message

message-label = Texto del mensaje
message-placeholder = Hola {"{"}nombre{"}"}, …
message-toolbar = Herramientas del mensaje
message-emoji = Emoji
message-bold = Negrita (Ctrl+B)
message-italic = Cursiva (Ctrl+I)
message-strike = Tachado
message-mono = Letra de máquina
message-variable = Dato
message-length =
    { $count ->
        [one] 1 carácter
       *[other] { $count } caracteres
    }
message-long = los mensajes cortos se leen mejor
message-length-over = { $length } caracteres; el máximo es { $limit }
variable-nombre = Nombre
variable-sustantivo = Tratamiento
variable-grupo = Grupo
variable-numero = Número
chip-fallback = Si falta, escribir
chip-placeholder = Nada
chip-hint = Se usa con las personas que no tienen este dato. Sin nada, se omite.
chip-remove = Quitar
unknown-name = No es un dato de estas personas: se enviará tal cual
note-unknown =
    { $count ->
        [one] { $names } no es un dato de estas personas: se enviará tal cual.
       *[other] { $names } no son datos de estas personas: se enviarán tal cual.
    }
note-missing =
    { $count ->
        [one] A 1 persona le falta «{ $variable }»: se omite.
       *[other] A { $count } personas les falta «{ $variable }»: se omite.
    }
note-too-long = El mensaje tiene { $length } caracteres y WhatsApp admite { $limit }: acórtalo.
version-too-long = La versión { $letter } tiene { $length } caracteres y WhatsApp admite { $limit }: acórtala.
note-empty =
    { $count ->
        [one] Para 1 persona el mensaje queda vacío: no se le envía.
       *[other] Para { $count } personas el mensaje queda vacío: no se les envía.
    }
preview = Vista previa
preview-before = Persona anterior
preview-after = Persona siguiente
preview-of = { $position } de { $total }
preview-empty = Aquí verás el mensaje como lo recibe cada persona
preview-phone = Así lo verá: { $text }

## Pace

pace-title = Velocidad de envío
pace-text = Tiempo entre una persona y la siguiente. Más despacio es más natural y más seguro para tu cuenta.
pace-seconds = { $seconds } s
pace-free = Otra
pace-free-label = Segundos entre personas
pace-free-unit = segundos
pace-fast = Tan rápido es más fácil que WhatsApp restrinja la cuenta. Para listas grandes, mejor 5 segundos o más.
pace-jitter = Variación al azar
pace-jitter-hint = Para no enviar con un ritmo de máquina.
pace-batch = Descanso
pace-batch-middle = segundos cada
pace-batch-end = personas
pace-batch-pause-label = Segundos de descanso
pace-batch-size-label = Personas entre descansos
pace-batch-hint = Con 0 personas no se descansa.
pace-expect =
    { $count ->
        [one] Enviar a 1 persona tarda
       *[other] Enviar a { $count } personas tarda
    }
pace-about-inline = alrededor de { $time }
pace-under-minute-inline = menos de un minuto
start-title = Cuándo empieza
start-text = Ahora mismo, o un día a una hora.
start-now = Ahora
start-at = En una fecha
start-day = Día
start-clock = Hora de comienzo
start-clock-before = a las
start-past = Esa hora ya pasó. Elige una más tarde, o empieza ahora.
quiet-title = Horas sin envíos
quiet-hint = Lo que falta sigue por sí solo al terminar.
quiet-between = de
quiet-and = a
quiet-from = Desde qué hora no se envía
quiet-until = Hasta qué hora no se envía
quiet-next-day = hasta el día siguiente
quiet-same = Las dos horas son iguales. Elige un comienzo y un final distintos.
quiet-incomplete = Escribe las dos horas, como 21:00 y 08:00.
weekdays-title = Días de envío
weekdays-all = Todos los días
weekdays-some =
    { $count ->
        [one] 1 día por semana
       *[other] { $count } días por semana
    }
limit-title = Límite diario
limit-hint = Cuenta a las personas de todas las campañas del día.
limit-none = Sin límite
limit-unit = personas por día
pace-days-inline =
    { $count ->
        [one] alrededor de 1 día
       *[other] alrededor de { $count } días
    }
forecast-begins-now = Empieza ahora
forecast-begins = Empieza: { $when },
forecast-begins-after = Empieza cuando terminen las campañas anteriores
forecast-ends = y termina hacia: { $when }.
forecast-ends-soon = y termina enseguida.
forecast-ends-unknown = y no se puede decir cuándo termina.
forecast-ahead =
    { $count ->
        [one] Antes va otra campaña que ya está en marcha.
       *[other] Antes van otras { $count } campañas que ya están en marcha.
    }
forecast-wait = Calculando…

## Review

review-pace = { $time } entre personas
review-change = Cambiar: { $what }
review-remarks = Antes de enviar
review-not-linked = No hay ningún teléfono vinculado. La campaña esperará hasta que vincules uno.
review-consent = «{ $name }» se envía en orden, persona por persona. Envía solo a quienes aceptaron recibir tus mensajes.
review-note-consent = Conviene anotar cómo aceptaron estas personas recibir mensajes; queda guardado junto a cada una.
review-note-consent-go = Anotar
send-confirm =
    { $count ->
        [one] Enviar a 1 persona
       *[other] Enviar a { $count } personas
    }
send-ask =
    { $count ->
        [one] ¿Enviar el mensaje a 1 persona?
       *[other] ¿Enviar el mensaje a { $count } personas?
    }
send-ask-real = Se envía de verdad desde { $account }. Lo que sale no se puede recuperar.
send-ask-account = el teléfono vinculado
send-ask-practice = Es una práctica: las personas son simuladas y no se envía nada de verdad.
send-ask-stop = Puedes pausar o cancelar en cualquier momento; se detiene antes de la persona siguiente.
note-limit =
    { $count ->
        [one] El límite es de { $limit } personas por día y hoy ya van { $sent }: 1 recibe el mensaje otro día.
       *[other] El límite es de { $limit } personas por día y hoy ya van { $sent }: { $count } reciben el mensaje otro día.
    }
fix-device = Ver el dispositivo
fix-campaigns = Ver las campañas
fix-pace = Cambiar ritmo y hora
fix-message = Corregir el mensaje
fix-audience = Ver destinatarios
health-title = Salud de la cuenta
health-green = WhatsApp no le pone ninguna restricción.
health-unknown = WhatsApp no dijo cómo está la cuenta. Se puede enviar igual.
health-offline = Sin conexión, no se pudo preguntar a WhatsApp. Los mensajes esperan hasta que vuelva.
health-restricted = WhatsApp restringe esta cuenta. No envíes más hasta que termine; lo que envíes ahora espera.
health-banned = WhatsApp bloqueó esta cuenta. Resuélvelo en WhatsApp en el teléfono.
health-time-locked = WhatsApp no deja por ahora escribir a personas nuevas. Envía más tarde, o solo a quienes ya te escribieron.
health-new-chats-low =
    { $count ->
        [one] WhatsApp deja escribir a 1 sola persona nueva más por ahora. Conviene esperar o enviar a menos.
       *[other] WhatsApp deja escribir a solo { $count } personas nuevas más por ahora. Conviene esperar o enviar a menos.
    }
health-new-chats-used-up = Ya no se puede escribir a más personas nuevas por ahora. Espera a que WhatsApp lo permita de nuevo.
health-held = Una campaña está detenida porque fallaron muchos mensajes. Mira los motivos antes de enviar otra.
health-until = Hasta: { $when }.
review-groups =
    { $count ->
        [one] Grupo { $groups }
       *[other] Grupos { $groups }
    }
summary-jitter = variación ±{ $percent }
summary-batch = descanso de { $time } cada { $count } personas
summary-start = desde: { $when }
summary-quiet = sin envíos de { $from } a { $until }
summary-days = solo { $days }
summary-limit = { $limit } personas por día como máximo

## Campaigns

campaigns-sub = Lo que se está enviando y lo que ya se envió
campaigns-new = Campaña nueva
campaigns-none = Todavía no enviaste nada
campaigns-none-text = Aquí verás cada campaña: a quién llegó, quién la leyó y quién respondió.
campaigns-first = Enviar mensajes
campaign-back = Volver a las campañas
campaign-begins = empieza { $when }
campaign-created = creada { $when }
campaign-began = empezó { $when }
campaign-ends = termina: { $when }
campaign-ended = terminó { $when }
campaign-now = Ahora: { $name }
campaign-rate = { $rate } por minuto
campaign-left = faltan { $time }
of-people =
    { $total ->
        [one] de 1 persona
       *[other] de { $total } personas
    }
fact-read =
    { $count ->
        [one] 1 leído
       *[other] { $count } leídos
    }
fact-failed =
    { $count ->
        [one] 1 error
       *[other] { $count } errores
    }
fact-replies =
    { $count ->
        [one] 1 respuesta
       *[other] { $count } respuestas
    }
pause = Pausar
resume = Reanudar
export = Exportar
cancel-open = Cancelar…
cancel-ask = ¿Cancelar «{ $name }»?
cancel-what =
    { $count ->
        [one] 1 persona en cola ya no recibirá el mensaje.
       *[other] { $count } personas en cola ya no recibirán el mensaje.
    }
cancel-sent =
    { $count ->
        [one] 1 ya tuvo su turno; lo enviado no se puede recuperar.
       *[other] { $count } ya tuvieron su turno; lo enviado no se puede recuperar.
    }
cancel-confirm = Cancelar la campaña
retry =
    { $count ->
        [one] Reintentar 1 error
       *[other] Reintentar { $count } errores
    }
retry-done =
    { $count ->
        [one] Se reintenta 1 mensaje.
       *[other] Se reintentan { $count } mensajes.
    }
report-saved = Informe guardado: { $file }
hold-resume = Reanudar
stat-read = Leídos
stat-delivered = Entregados
stat-accepted = Aceptados
stat-queued = En cola
stat-failed = Errores
stat-skipped = Omitidos
replies = Respuestas
campaigns-open = En marcha y en espera
campaigns-drafts = Borradores
campaigns-over = Terminadas
campaign-waiting = En espera
campaign-ends-sentence = Termina hacia: { $when }.
hold-goes-on = Sigue por sí sola: { $when }.
duplicate = Duplicar
duplicate-name = { $name } (copia)
campaign-show = Qué se muestra
campaign-content = Mensaje y ajustes
content-created = Creada: { $when }
failures-last = Últimos errores
see-all = Ver los { $count }

## Recipients

recipient-name-queued = En cola
recipient-name-sending = Enviando…
recipient-name-sent = Enviado
recipient-name-unknown = Comprobando…
recipient-name-accepted = Aceptado
recipient-name-delivered = Entregado
recipient-name-read = Leído
recipient-name-played = Reproducido
recipient-name-failed = Error
recipient-name-skipped = Omitido
recipient-position = N.º
recipient-person = Nombre
recipient-state = Estado
recipient-time = Hora
recipient-reply = Respuesta
recipients-filter = Filtrar por estado
recipients-all = Todos ({ $total })
recipients-clear = Limpiar
recipients-none = Nadie está en este estado.
recipients-follow = Seguir el envío
recipients-following = Siguiendo el envío

## Settings

language-hint = El de esta ventana y el de los avisos.
theme = Aspecto
theme-hint = Claro u oscuro, o como tenga el sistema.
theme-system = El del sistema
theme-light = Claro
theme-dark = Oscuro
about = Acerca de
about-local = Tus contactos, mensajes y campañas quedan cifrados en esta computadora. No hay servidor, ni cuenta, ni estadísticas de uso.
about-consent = No es un producto de WhatsApp. Sus condiciones restringen los envíos masivos: escribe solo a quienes aceptaron.
settings-saved = Cambios guardados
settings-sending = Envíos
settings-sending-hint = Con esto empieza cada campaña nueva; en cada una se puede cambiar.
settings-recent = Mensaje reciente
settings-recent-hint = A quien recibió uno en estos días, la revisión lo avisa. Con 0 no se avisa.
settings-failures = Detener con muchos errores
settings-failures-hint = Parte de los últimos 50 mensajes que puede fallar. Con más, la campaña se detiene y espera a una persona.
settings-opt-out = Bajas y altas
settings-opt-out-hint = Vale el mensaje entero, sin mirar mayúsculas, acentos ni puntuación.
settings-stop = Palabras para darse de baja
settings-start = Palabras para volver
word-add = Agregar
word-add-to = Agregar a: { $list }
word-remove = Quitar { $word }
settings-confirmation = Confirmar la baja con un mensaje
settings-confirmation-hint = Se responde una sola vez a quien se da de baja.
settings-confirmation-label = Texto de la confirmación
settings-confirmation-text = Listo: no te escribiremos más. Si cambias de idea, responde ALTA.
settings-computer = Esta computadora
settings-device = Dispositivo
settings-idle = Cerrar la conexión cuando nadie la usa
settings-idle-hint = Tras estos minutos sin enviar ni usar el programa. Vuelve sola; con 0 no se cierra nunca.
settings-idle-unit = minutos
settings-allowed = Números que se pueden vincular
settings-allowed-hint = Si hay alguno, un teléfono con otro número se desvincula enseguida. Vacío significa cualquiera.
settings-allowed-add = Agregar un número
settings-awake = Mantenerla despierta mientras se envía
settings-awake-hint = Si se duerme, el envío espera y sigue al despertar.
settings-close = Al cerrar la ventana
settings-close-hint = Se puede seguir enviando desde la bandeja del sistema.
settings-close-ask = Preguntar
settings-close-tray = Seguir en la bandeja
settings-close-quit = Salir

## Closing the window

close-title = Aún se están enviando mensajes
close-left =
    { $count ->
        [one] Falta escribirle a { $number } persona.
       *[other] Falta escribirles a { $number } personas.
    }
close-background = Seguir en segundo plano
close-tray = En segundo plano la ventana se oculta y los envíos siguen. Vuelve a abrirla desde el icono junto al reloj.
close-no-tray = En segundo plano la ventana se oculta y los envíos siguen. Este escritorio no muestra iconos junto al reloj: para verla de nuevo, inicia el programa otra vez.
close-quit = Terminar y salir
close-quit-hint = Al salir se termina el mensaje que está en camino y todo queda guardado; los envíos siguen cuando abras de nuevo el programa.
close-remember = No preguntar más

## Writing a message: versions, attachments, templates

nav-templates = Plantillas
chip-open = Clic o F2: qué escribir si falta
message-undo = Deshacer (Ctrl+Z)
message-redo = Rehacer (Ctrl+Y)
emoji-recent = Recientes
emoji-none = Ningún emoji se llama así. Prueba con otra palabra.
versions = Versiones del texto
version-name = Versión { $letter }
version-add = Otra versión
version-remove = Quitar la versión { $letter }
version-removed = Versión { $letter } quitada
version-placeholder = Lo mismo, dicho de otra manera
versions-why = Varias versiones se envían por turnos, y después se ve cuál tuvo más respuestas
versions-how = Se envían por turnos: cada persona recibe una de las { $count } versiones.
versions-count = { $count } versiones
need-version = La versión { $letter } está vacía: escríbela o quítala.
need-ready = Espera a que el archivo esté listo, o cancélalo.
attach = Adjuntar
attach-pictures = Fotos
attach-voice = Nota de voz desde un archivo
attach-record = Grabar una nota de voz
attach-document = Documento
attach-video = Video
attach-up-to = hasta { $most }
attach-full = ya hay { $most }
attach-too-many = Un mensaje lleva como máximo { $most } { $kind }. Quita lo que sobra y vuelve a adjuntarlo.
attach-pending = Archivos que se preparan
attach-preparing = Preparando { $name }
attach-waiting = en espera
attach-dismiss = Quitar el aviso de { $name }
attach-dismiss-all =
    { $count ->
        [one] Cerrar el aviso
       *[other] Cerrar los { $count } avisos
    }
attachments = Adjuntos
attachment-name = { $kind }: { $name }
attachment-keys = Flechas para cambiar el orden, Supr para quitar
attachment-remove = Quitar { $name }
attachment-remove-short = Quitar
attachment-removed = «{ $name }» ya no va con el mensaje.
attachment-gone-short = ya no está
attachment-gone =
    { $count ->
        [one] 1 adjunto ya no está guardado y no se puede enviar. Quítalo y adjunta el archivo de nuevo.
       *[other] { $count } adjuntos ya no están guardados y no se pueden enviar. Quítalos y adjunta los archivos de nuevo.
    }
draft-files-gone =
    { $count ->
        [one] { $names } ya no está guardado: adjúntalo de nuevo si hace falta.
       *[other] { $names } ya no están guardados: adjúntalos de nuevo si hacen falta.
    }
note-animated = De una imagen animada solo se envía el primer cuadro.
medium-one-picture = Foto
medium-one-video = Video
medium-one-document = Documento
medium-one-voice = Nota de voz
medium-many-picture = fotos
medium-many-video = video
medium-many-document = documento
medium-many-voice = nota de voz
medium-count-picture =
    { $count ->
        [one] 1 foto
       *[other] { $count } fotos
    }
medium-count-video =
    { $count ->
        [one] 1 video
       *[other] { $count } videos
    }
medium-count-document =
    { $count ->
        [one] 1 documento
       *[other] { $count } documentos
    }
medium-count-voice =
    { $count ->
        [one] 1 nota de voz
       *[other] { $count } notas de voz
    }
medium-pages =
    { $count ->
        [one] 1 página
       *[other] { $count } páginas
    }
voice-play = Escuchar
voice-pause = Pausar
voice-position = Posición
voice-cannot-play = Esta computadora no puede reproducirla aquí. Se envía igual: pruébala con «Enviarme una prueba».
recording-stop = Terminar
recording-level = Volumen
preview-template = Aquí verás el mensaje. Los datos de cada persona se ponen al enviarlo.
test-send = Enviarme una prueba
test-to = a tu propio chat, { $phone }
test-under-way = En camino a { $phone }…
test-arrived = Llegó: mírala en el teléfono, en el chat contigo mismo.
test-failed = No se envió: { $reason }.
test-offline = { $state }. Para enviarte una prueba, conecta primero el teléfono.
test-connect = Ir al dispositivo
drop-files = { $count } archivos
drop-attach = Adjuntar a un mensaje
drop-attach-hint = Empieza un mensaje que lo lleva
drop-attach-draft = Va con «{ $name }», lo que estás escribiendo
drop-attach-here = Suelta para adjuntar
drop-attach-kinds = Fotos, notas de voz, documentos o un video
templates-sub = Mensajes guardados, para no escribirlos cada vez.
templates-none = Guarda los mensajes que repites
templates-none-text = El saludo de cumpleaños, el aviso de pago, la lista de precios: escríbelos una vez, con sus fotos, y úsalos en cada campaña.
templates-search = Buscar una plantilla
templates-no-match = Ninguna plantilla coincide.
templates-all = Todas
template-first = Crear la primera
template-new = Plantilla nueva
template-edit = Editar la plantilla
template-open = Editar «{ $name }»
template-duplicate = Duplicar
template-delete = Borrar
template-use = Usar
template-use-one = Usar una plantilla
template-save-as = Guardar como plantilla
template-save-empty = escribe algo primero
template-save = Guardar plantilla
template-name = Nombre
template-name-example = Por ejemplo: Feliz cumpleaños
template-name-needed = Ponle un nombre a la plantilla.
template-category = Categoría
template-category-example = Por ejemplo: Saludos
template-empty = Escribe el mensaje o adjunta algo.
template-unsaved = Lo que escribiste en esta plantilla todavía no está guardado.
template-back = Volver a las plantillas
template-saved = Plantilla «{ $name }» guardada.
template-put = Plantilla «{ $name }» puesta.
template-used = La plantilla «{ $name }» está en un mensaje nuevo. Elige a quién se lo envías.
template-deleted = Plantilla «{ $name }» borrada.
template-duplicated = Plantilla «{ $name }» duplicada.

## Settings: storage

settings-storage = Almacenamiento
settings-hours = Guardar los adjuntos después de una campaña
settings-hours-hint = Después se borran sus archivos de este perfil. Los de plantillas, borradores y campañas abiertas se quedan.
settings-hours-unit = horas
cache-title = Limpiar caché
cache-clear = Limpiar caché
cache-free =
    { $count ->
        [one] Libera { $size }: 1 adjunto que ya no hace falta.
       *[other] Libera { $size }: { $count } adjuntos que ya no hacen falta.
    }
cache-nothing = No hay nada que limpiar.
cache-cleared =
    { $count ->
        [one] Se liberaron { $size }: 1 adjunto que ya no hacía falta.
       *[other] Se liberaron { $size }: { $count } adjuntos que ya no hacían falta.
    }

# El código y el bloqueo
passcode = Código
passcode-new = Código nuevo
passcode-repeat = Repite el código
passcode-present = Código actual
passcode-hint = Al menos 6 caracteres. Mejor aún, una frase corta que nadie adivine.
passcode-lost = Guárdalo bien: sin el código nadie puede abrir este perfil, tampoco nosotros. Si se olvida, sus contactos y campañas se pierden.
passcode-differs = Los dos códigos no son iguales. Escríbelos otra vez.
passcode-show = Mostrar el código
passcode-hide = Ocultar el código
passcode-set = Poner un código
passcode-change = Cambiar el código
passcode-remove = Quitar el código
passcode-remove-what = El perfil se abrirá sin preguntar nada. Sus datos siguen cifrados.
passcode-set-done = Listo: desde ahora el perfil se abre con el código.
passcode-change-done = El código cambió.
passcode-remove-done = El perfil ya no pide código.
profile-allowed = Solo se pueden vincular ciertos números
profile-allowed-hint = Un teléfono con otro número se desvincula enseguida. Se puede cambiar después, en los ajustes.
profile-allowed-needed = Escribe al menos un número, o desactiva esta opción.
profile-passcode = Proteger con un código
profile-passcode-hint = Se pide al abrir el perfil y antes de lo que no se puede deshacer.
profile-locked = Con código
unlock = Desbloquear
unlock-why = Escribe el código para abrir este perfil.
unlock-wait =
    { $seconds ->
        [one] Hubo demasiados códigos incorrectos. Podrás intentarlo en un segundo.
       *[other] Hubo demasiados códigos incorrectos. Podrás intentarlo en { $seconds } segundos.
    }
unlock-sending = El envío sigue: { $done } de { $total }
unlock-sending-label = Progreso del envío
unlock-back = Otro perfil
lock-now = Bloquear (Ctrl+L)
privacy = Privacidad y bloqueo
privacy-protection = Quién guarda la clave
privacy-file = Todo está cifrado en esta computadora. La clave está en un archivo que solo tu usuario puede leer.
privacy-keychain = Todo está cifrado en esta computadora. La clave está en el llavero del sistema.
privacy-passcode = Todo está cifrado en esta computadora. La clave solo se abre con tu código.
privacy-auto-lock = Bloquear si nadie usa el programa
privacy-auto-lock-hint = Los envíos siguen mientras tanto. Con 0 no se bloquea solo.
privacy-minutes = minutos

## Backups

backup-title = Copias de seguridad
backup-hint = Un archivo cifrado con todo lo de este perfil, para guardarlo en otro lugar: una memoria USB u otra computadora.
backup-now = Hacer una copia ahora
backup-submit = Elegir dónde y guardar
backup-passphrase = Frase secreta
backup-again = Frase secreta otra vez
backup-passphrase-why = El archivo solo se abre con esta frase. Nadie puede recuperarla: anótala y guárdala en un lugar seguro.
backup-passphrase-hint = Varias palabras que recuerdes, al menos 8 caracteres.
backup-short = Una frase tiene al menos { $least } caracteres.
backup-differs = Las dos frases no son iguales.
backup-session = Con el vínculo al teléfono
backup-session-hint = Solo para mudarte a otra computadora. Dos computadoras con el mismo vínculo se desconectan una a otra sin parar.
backup-done = Copia guardada en { $file }.
work-backup = Haciendo la copia de seguridad
work-restore = Restaurando la copia de seguridad
automatic-title = Copias automáticas
automatic-hint = Se hace una copia cada día y antes de una actualización, en esta computadora. Se guardan las últimas siete, por si los datos se dañan.
automatic-none = Todavía no hay; la primera se hace pronto.
automatic-update = antes de una actualización
restore-title = Restaurar una copia de seguridad
restore-what = Se crea un perfil con ella. Los mensajes que estaban en marcha esperan hasta que los reanudes.
restore-choose = Elegir el archivo
restore-file-needed = Elige primero el archivo de la copia.
restore-passphrase-needed = Escribe la frase de la copia.
restore-name = Nombre del perfil restaurado
restore-next = Continuar
restore-found = «{ $name }» como estaba el { $date }
restore-found-size = { $size } de datos
restore-found-practice = perfil de práctica
restore-with-session = con el vínculo al teléfono
restore-without-session = sin el vínculo al teléfono; lo vincularás de nuevo
restore-taken = Ya hay un perfil llamado «{ $name }» en esta computadora. ¿Qué hacemos?
restore-beside = Guardar los dos
restore-beside-hint = El restaurado recibe otro nombre. No cambia nada del que ya está.
restore-replace = Reemplazar el que está aquí
restore-replace-hint = Sus contactos, campañas e historial de ahora se pierden cuando abras el restaurado. Hasta entonces se guardan aparte.
restore-replace-passcode = Código de «{ $name }»
restore-replace-passcode-hint = El perfil restaurado queda protegido con este mismo código.
restore-replace-submit = Reemplazar «{ $name }»
restore-copy = { $name } (restaurado)
restore-name-used = Ya hay un perfil con ese nombre. Elige otro.
restore-name-needed = Ponle un nombre.
restore-going = Restaurando «{ $name }»
restore-checking = Comprobando que todo esté entero
restore-stopped = Restauración cancelada. No cambió nada.
restore-done-title = «{ $name }» está restaurado
restore-done-date = Está como estaba el { $date }. Lo que pasó después no está.
restore-done-link = Vincula el teléfono para volver a enviar.
restore-done-open = Ningún código protege este perfil: cualquiera que use esta computadora puede abrirlo.
restore-done-replaced = El perfil anterior se guarda aparte hasta que abras este.
restore-done-aside = Los datos dañados se guardan en { $file }.
restore-open = Abrir el perfil
restore-set-passcode = Poner un código
backup-keep-going = Seguir trabajando
backup-stopped = Copia cancelada. Si había una copia anterior con ese nombre, sigue como estaba.
automatic-skipped-title = No se pudo hacer la última copia automática
restore-submit = Restaurar
restored-held =
    { $count ->
        [one] Una campaña espera a que la reanudes.
        [many] { $count } de campañas esperan a que las reanudes.
       *[other] { $count } campañas esperan a que las reanudes.
    }
damaged-title = No se puede abrir «{ $name }»
damaged-offer = Hay una copia automática del { $date } ({ $size }).
damaged-what = Lo más nuevo se pierde. Las campañas que estaban en marcha esperan hasta que las reanudes. Los datos dañados se guardan al lado.
damaged-none = No hay ninguna copia automática. Si guardaste un archivo de copia de seguridad, restáuralo.
damaged-restore = Restaurar esta copia
damaged-file = Usar un archivo

## Home

home-none = Envía tu primer mensaje
home-none-text = Aquí verás después cuántos lo recibieron, lo leyeron y respondieron.
home-more =
    { $count ->
        [one] y 1 campaña más en marcha o en espera
       *[other] y { $count } campañas más en marcha o en espera
    }
range = Días que se muestran
range-today = Hoy
range-last7 = 7 días
range-last30 = 30 días
range-this_month = Este mes
range-free = Otras fechas
range-from = Desde el día
range-until = a
range-to = Hasta el día
range-day-missing = Falta el día. Escríbelo así: { $example }.
range-no-day = «{ $text }» no es un día del calendario. Escríbelo así: { $example }.
range-stale = Abajo siguen los números de los días elegidos antes: { $days }.
range-turned = El último día iba antes que el primero: se ajustó.
month-now = Mes: { $value }
month-same = igual
month-before = antes { $value }
month-points = { $points } pts
month-told = { $this }: { $now }. { $before }: { $then }.
month-days = Mes: este mes hasta hoy ({ $this }), vs mes anterior en los mismos días ({ $before }).
bucket = Cada punto es
bucket-hour = Hora
bucket-day = Día
bucket-month = Mes
chart = gráfico
chart-keys = Flechas para leer los valores
chart-table = Ver como tabla
chart-export = Exportar: { $title }
chart-png = Imagen (PNG)
chart-svg = Dibujo (SVG)
chart-csv = Números (CSV)
chart-saved = Guardado: { $file }

## Report of a campaign

campaign-outcome = Resultado
stat-sent = Enviados
report-pdf = Documento (PDF)
report-pdf-hint = para leer e imprimir
report-xlsx = Excel (XLSX)
report-xlsx-hint = resumen y destinatarios
report-csv = CSV
report-csv-hint = destinatarios
work-report = Escribiendo el informe

settings-logs = Registro y diagnóstico
log-level = Cuánto se anota
log-level-hint = «Todo» también anota cada intento de envío. Nunca se anotan mensajes, nombres ni números completos.
log-level-error = Solo errores
log-level-warn = Advertencias
log-level-info = Normal
log-level-debug = Todo
log-word-error = Error
log-word-warn = Advertencia
log-word-info = Información
log-word-debug = Detalle
log-title = Registro de este perfil
log-hint = Lo que hizo el programa y lo que salió mal: hasta siete archivos, uno nuevo cada día.
log-open = Ver el registro
log-folder = Abrir la carpeta
log-refresh = Actualizar
log-copy = Copiar
log-copied = Registro copiado.
log-copy-failed = No se pudo copiar. Abre la carpeta y copia el archivo.
log-empty = Todavía no hay nada anotado.
log-more = Las últimas { $count } líneas, la más nueva arriba. Las anteriores están en la carpeta.
log-all = Lo más nuevo está arriba.
log-torn = incompleta
diagnostics = Diagnóstico
diagnostics-hint = Un archivo ZIP para quien te ayuda: versiones, ajustes, cantidades y registros. Nada dice de quién ni qué se escribió.
diagnostics-save = Guardar diagnóstico
diagnostics-saved = Diagnóstico guardado en { $file }.
