## General

unexpected-error = Algo não deu certo. Nada foi enviado nem perdido; tente de novo.
start-failed = O Message Sender não conseguiu iniciar
try-again = Tentar de novo
close = Fechar
cancel = Cancelar
save = Salvar
back = Voltar
go-back = Voltar
continue = Continuar
change = Alterar
language = Idioma
practice = Prática
practice-note = Perfil de prática: o telefone é simulado e nada é enviado de verdade.
people =
    { $count ->
        [1] pessoa
       *[other] pessoas
    }
consent = Como aceitaram receber mensagens?
consent-example = Por exemplo: cadastraram-se na loja, outubro de 2026
list-failed = Não foi possível ler a lista
reading = Lendo a lista…

## Navigation

nav = Seções
nav-home = Início
nav-send = Enviar
nav-campaigns = Campanhas
nav-contacts = Contatos
nav-device = Dispositivo
nav-settings = Ajustes
nav-attention = Precisa da sua atenção
progress-of = { $done } de { $total }

## Profiles

profiles-choose = Escolha com qual perfil trabalhar
profiles-first = Crie seu primeiro perfil para começar
profiles-local = Tudo fica cifrado neste computador. Sem contas, sem servidores.
profile-new = Novo perfil
profile-new-hint = Um para cada telefone do negócio
profile-name = Nome
profile-name-example = Por exemplo: Loja Luna
profile-name-needed = Escreva um nome para o perfil.
profile-name-taken = Já existe um perfil com esse nome. Escolha outro.
profile-country = País
profile-country-hint = Os números sem prefixo são lidos como deste país.
profile-kind = Com qual telefone?
profile-real = Com o telefone do negócio
profile-real-hint = É conectado ao WhatsApp e envia mensagens de verdade.
profile-practice = De prática, com um telefone simulado
profile-practice-hint = Para aprender sem risco: não usa internet e nada é enviado de verdade.
profile-submit = Criar perfil
profile-last-used = usado { $when }
profile-never-used = ainda não usado
profile-switch = Trocar de perfil
profile-leave-title = Ainda há mensagens sendo enviadas
profile-leave-what = Se você trocar de perfil, a mensagem que está a caminho é concluída e as outras esperam. Elas continuam sozinhas quando você abrir este perfil de novo.
profile-leave-confirm = Trocar de perfil
profile-leave-stay = Ficar
profile-edit = Nome e cor de { $name }
profile-edit-title = Nome e cor
profile-edit-saved = Salvo: “{ $name }”.
profile-colour = Cor
profile-colour-green = Verde
profile-colour-blue = Azul
profile-colour-violet = Violeta
profile-colour-pink = Rosa
profile-colour-orange = Laranja
profile-colour-grey = Cinza
profile-delete = Excluir o perfil { $name }
profile-delete-title = Excluir “{ $name }”?
profile-delete-what = Seus contatos, suas campanhas e a conexão com o telefone são apagados deste computador.
profile-delete-final = Não é possível desfazer. As mensagens já enviadas não mudam.
confirm-typed = Para confirmar, digite o nome: { $name }
profile-delete-confirm = Excluir o perfil
profile-deleted = Perfil “{ $name }” excluído.

## Welcome

welcome-page = Página { $page } de { $pages }
welcome-what-title = Boas-vindas a { $name }
welcome-does-1 = Envia mensagens pessoais de WhatsApp aos contatos do seu negócio, uma por uma e em ordem.
welcome-does-2 = Coloca em cada mensagem o nome e os dados da pessoa.
welcome-does-3 = Mostra quem recebeu, quem leu e quem respondeu.
welcome-not-1 = Não procura números nem escreve a quem pediu para não receber mensagens.
welcome-not-2 = Não contorna os limites do WhatsApp: se o WhatsApp pede para parar, para.
welcome-consent-title = Só para quem aceitou
welcome-consent-1 = Os termos do WhatsApp restringem envios em massa. Quem envia sem cuidado pode perder a conta.
welcome-consent-2 = Escreva só para pessoas que conhecem você e aceitaram receber suas mensagens. Anote como aceitaram: o programa guarda isso com cada contato.
welcome-consent-3 = Diga sempre como deixar de receber. A quem sai da lista não se escreve mais.
welcome-understood = Entendi
welcome-link-title = Conecte o telefone do negócio
welcome-link-1 = Conecta-se uma única vez, como o WhatsApp Web: com um código QR nesta tela e o telefone na mão.
welcome-link-2 = Não está com o telefone, ou prefere experimentar antes? Pratique com um telefone simulado.
welcome-link = Conectar o telefone
welcome-practise = Praticar primeiro
welcome-practice-name = Prática
welcome-practice-title = Aqui você pode errar
welcome-practice-1 = O telefone deste perfil é simulado. Tudo funciona como de verdade, mas nenhuma mensagem sai deste computador.
welcome-practice-2 = As pessoas simuladas leem, respondem e às vezes saem da lista, como na vida real.
welcome-start = Começar

## Device

device-name-not-linked = Sem telefone
device-name-pairing = Conectando o telefone…
device-name-pairing-expired = Código vencido
device-name-connecting = Conectando…
device-name-online = Conectado
device-name-reconnecting = Reconectando…
device-name-offline = Desconectado
device-name-logged-out = Desconectado pelo telefone
device-name-replaced = Em uso em outra sessão
device-name-restricted = Restrito pelo WhatsApp
device-name-client-too-old = É preciso atualizar
device-name-number-refused = Número não permitido
device-name-idle = Em repouso
device-name-disabled = Desativado
device-name-banned = Bloqueada pelo WhatsApp
device-name-until = até { $until }
device-name-attempt = tentativa { $attempt }
device-title = Dispositivo
device-linked = Conta conectada
device-restricted-until = O WhatsApp restringe esta conta até { $until }. As mensagens na fila esperam; não envie mais até lá.
device-attempt = Tentativa { $attempt }.
device-next-try = Próxima tentativa em { $time }.
device-trying = Tentando agora.
device-retry = Tentar agora
device-ask-again = Perguntar de novo
device-disable = Desativar…
device-enable = Ativar
device-restart = Reiniciar conexão…
device-restart-title = Reiniciar a conexão?
device-restart-what = O que está sendo enviado é terminado; depois a conexão é fechada e aberta de novo. Nada se perde e não é preciso escanear nenhum código.
device-restart-confirm = Reiniciar
device-restarted = A conexão está sendo reiniciada.
device-disable-title = Desativar o dispositivo?
device-disable-what = O que está sendo enviado é terminado; depois a conexão é fechada. Fica fechada até você ativá-la, também se reiniciar o computador.
device-disable-keeps = O telefone continua conectado e as mensagens na fila são mantidas. As respostas chegam quando for ativado.
device-disable-confirm = Desativar
device-connect = Conectar
device-use-here = Usar aqui
device-unlink = Sair da conta…
device-next = Enviar mensagens
device-phone-note = Você pode usar o WhatsApp no telefone como sempre. Abra o WhatsApp nele pelo menos uma vez a cada duas semanas para que continue conectado.
unlink-title = Sair da conta { $account }?
unlink-what = Este computador deixa de enviar mensagens com essa conta. Para voltar a enviar é preciso ler um novo código.
disable-campaigns =
    { $count ->
        [1] Uma campanha inacabada espera até você ativá-lo.
       *[other] { $count } campanhas inacabadas esperam até você ativá-lo.
    }
unlink-campaigns =
    { $count ->
        [1] Uma campanha não terminada fica parada até você conectar um telefone.
       *[other] { $count } campanhas não terminadas ficam paradas até você conectar um telefone.
    }
unlink-keeps = Seus contatos, as campanhas e as mensagens na fila são mantidos.
unlink-confirm = Sair da conta
unlinked = O telefone não está mais conectado.

## Pairing

pair-title = Conectar o telefone
pair-sub = Leia o código QR com o WhatsApp do negócio.
pair-sub-number = Digite no WhatsApp do negócio o código que aparecerá aqui.
pair-once = É feito uma única vez.
pair-sub-practice = É assim que se conecta um telefone. Este é simulado: não é preciso nenhum de verdade.
pair-qr = Código QR para conectar o telefone
pair-show = Mostrar o código QR
pair-anew = Começar de novo
pair-expired = O código venceu sem que ninguém o usasse.
pair-number-refused = Esse número não está entre os que podem ser conectados aqui. Foi desconectado em seguida e nada foi enviado.
pair-preparing = Preparando o código…
pair-renews = Renova em { $time }
pair-expires = Vence em { $time }
pair-step-open = Abra o **WhatsApp** no telefone do negócio
pair-step-menu = Toque em **Menu ⋮** ou **Configurações** e depois em **Dispositivos conectados**
pair-step-scan = Toque em **Conectar dispositivo** e aponte para este código
pair-step-number = Toque em **Conectar com número de telefone** e digite o código
pair-no-camera = Não use a câmera comum do telefone: leia o código pelo WhatsApp.
pair-by-number = Conectar com o número de telefone
pair-by-qr = Conectar com o código QR
pair-number = Número do telefone do negócio
pair-number-hint = Você recebe um código de 8 letras e números para digitar no WhatsApp.
pair-number-needed = Escreva o número completo.
pair-number-submit = Obter o código
pair-practice-scan = Ler com o telefone simulado
pair-practice-type = Digitar o código no telefone simulado
pair-allowed = Neste perfil só é possível conectar { $numbers }.
pair-keeps-phone = O telefone continua funcionando como sempre. Você pode sair da conta quando quiser, aqui ou no telefone.
device-set-aside = A ligação com o telefone foi danificada: conecte-o de novo. Contatos e campanhas estão a salvo.
device-set-aside-file = Arquivo danificado: { $file }

## Dropping and choosing lists

drop-here = Solte o arquivo aqui
drop-kinds = CSV, Excel (XLSX), vCard ou texto
drop-ask = O que fazemos com { $file }?
drop-campaign = Enviar uma mensagem a esta lista
drop-campaign-hint = Começa uma campanha com estas pessoas
drop-import = Importar os contatos
drop-import-hint = Guarda as pessoas para escrever mais tarde
drop-title = Arraste um arquivo aqui
drop-text = CSV, Excel (XLSX), vCard ou texto, uma pessoa por linha
pick-file = Escolher arquivo
paste-open = Colar uma lista
paste-title = Cole os números, um por linha
paste-label = Lista colada
paste-example =
    (11) 96123-4567
    (11) 98765-4321, Sra., Ana Souza, VIP
paste-hint = Pode acrescentar tratamento, nome e grupo, separados por vírgulas. Células copiadas de uma planilha também servem.
paste-needed = Cole pelo menos um número.
paste-use = Usar esta lista
list-other = Outra lista

## How a list is read

read-change = Alterar a leitura
read-encoding = Codificação
read-windows = Texto do Excel (Windows-1252)
read-separator = Separador
read-separated = separado por { $separator }
read-comma = vírgula
read-semicolon = ponto e vírgula
read-tab = tabulação
read-bar = barra |
read-one-column = uma única coluna
read-header = Primeira linha
read-header-yes = Tem os títulos
read-header-no = É mais uma pessoa
read-with-header = com títulos
read-without-header = sem títulos
read-columns = O que há em cada coluna
read-column = Coluna { $number }
field-number = Número
field-title = Tratamento
field-name = Nome
field-surname = Sobrenome
field-group = Grupo
field-extra = Dado extra
field-ignore = Não usar
rows-show = Linhas da lista
row-updated = Atualiza
row-unchanged = Sem mudanças
read-mixed = A lista mistura duas codificações (UTF-8 e Windows-1252). Cada parte foi lida como o que é: confira os acentos.
rows-usable =
    { $count ->
        [1] 1 pessoa
       *[other] { $count } pessoas
    }
rows-invalid =
    { $count ->
        [1] 1 não serve
       *[other] { $count } não servem
    }
rows-repeated =
    { $count ->
        [1] { $count } repetida
       *[other] { $count } repetidas
    }
rows-more = São mostradas { $shown } de { $total }.
rows-line = Linha
rows-written = Está escrito assim
rows-why = Por que não serve
rows-repeats = O que repete
rows-repeats-line = O número da linha { $line }

## Contacts

contacts-count =
    { $count ->
        [0] Nenhum contato
        [1] 1 contato
       *[other] { $count } contatos
    }
contacts-found =
    { $count ->
        [0] sem resultados
        [1] 1 encontrado
       *[other] { $count } encontrados
    }
contacts-import = Importar
contacts-write = Escrever a todos
contacts-write-group = Escrever a este grupo
contacts-search = Buscar por nome, número, tratamento ou grupo
contacts-none = Traga sua lista de contatos
contacts-none-text = Serve a lista que você já tem em uma planilha ou no telefone: arraste para esta janela.
contacts-no-match = Ninguém encontrado
contacts-no-match-text = Tente outra palavra, outro grupo ou outro filtro.
contacts-clear = Limpar
contact-state = Estado
contact-opted-out = Saiu da lista
contact-consent = Aceitou
contact-consent-missing = Falta aceitar
contact-no-whatsapp = Sem WhatsApp
groups = Grupos
groups-all = Todos
groups-none = Ainda não há grupos. Importe contatos com uma coluna “grupo”, ou escolha um grupo ao importar.

## Import

import-title = Importar contatos
replace-title = Trocar de lista?
replace-what = Você está importando “{ $file }”. Se “{ $other }” a substituir, o que você escolheu para ela se perde; nada foi salvo ainda.
replace-confirm = Substituir a lista
replace-keep = Manter a lista
replace-writing = “{ $file }” ainda está sendo importada. Solte “{ $other }” quando terminar.
import-sub = Primeiro conferimos a lista juntos: nada é guardado até você confirmar.
import-group = Colocar todos em um grupo
import-group-example = Sem grupo
import-skip = Deixar como estão os que você já conhece, sem atualizar
import-submit =
    { $count ->
        [1] Importar 1 contato
       *[other] Importar { $count } contatos
    }
import-submit-same =
    { $count ->
        [1] Guardar 1 contato sem mudanças
       *[other] Guardar { $count } contatos sem mudanças
    }
import-nothing = Nenhuma linha pode ser importada. Altere a leitura da lista ou escolha outra.
import-done-title = Importação concluída
import-done =
    { $count ->
        [1] 1 contato importado
       *[other] { $count } contatos importados
    }
import-done-detail =
    { $new ->
        [1] 1 novo
       *[other] { $new } novos
    }, { $updated ->
        [1] 1 atualizado
       *[other] { $updated } atualizados
    }, { $unchanged } sem mudanças
import-done-opted-out =
    { $count ->
        [1] 1 tinha saído da lista e continua assim.
       *[other] { $count } tinham saído da lista e continuam assim.
    }
import-see = Ver os contatos
import-write = Escrever a eles agora
count-new = Novos
count-updated = Atualizados
count-unchanged = Sem mudanças
count-duplicates = Repetidos
count-invalid = Não servem
count-opted-out = Saíram da lista

## Contacts: looking and choosing

more = Mais
contact-new = Adicionar
contact-new-title = Contato novo
contacts-write-them = Escrever a elas
contacts-write-found =
    { $count ->
        [1] Escrever ao encontrado
       *[other] Escrever aos { $count } encontrados
    }
contact-consent-column = Consentimento
contact-last = Última mensagem
contact-created-column = Adicionado
select-all = Marcar todos os encontrados
select-one = Marcar { $name }
range-long = Um intervalo tem até { $most } pessoas. Para mais, use os filtros e marque todos.
condition-consent = Consentimento
condition-consent-no = Sem consentimento
condition-opted-out = Saídas
condition-opted-out-no = Sem os que saíram
condition-opted-out-yes = Só os que saíram
condition-whatsapp = WhatsApp
whatsapp-yes = No WhatsApp
whatsapp-no = Não está no WhatsApp
whatsapp-unknown = Não verificado
narrow-except =
    { $count ->
        [1] Menos 1 pessoa
       *[other] Menos { $count } pessoas
    }

## Groups

groups-ungrouped = Sem grupo
group-search = Buscar um grupo
group-search-none = Nenhum grupo tem esse nome.
group-menu = Opções do grupo { $group }
group-rename = Renomear
group-rename-title = Renomear “{ $group }”
group-name-needed = Escreva um nome para o grupo.
group-joins =
    { $count ->
        [1] Já existe um grupo “{ $group }”, com 1 pessoa: os dois viram um só.
       *[other] Já existe um grupo “{ $group }”, com { $count } pessoas: os dois viram um só.
    }
group-join = Unir os grupos
group-renamed = O grupo “{ $group }” agora se chama “{ $name }”.
group-joined = O grupo “{ $group }” se uniu a “{ $name }”.
group-delete = Excluir o grupo
group-delete-title = Excluir o grupo “{ $group }”?
group-delete-what =
    { $count ->
        [1] 1 pessoa deixa de estar nele.
       *[other] { $count } pessoas deixam de estar nele.
    }
group-delete-keeps = Os contatos continuam, e os outros grupos deles também.
group-deleted = Grupo “{ $group }” excluído. As pessoas continuam.
group-needed = Escreva ou escolha um grupo.

## Many contacts at once

bulk = Pessoas escolhidas
bulk-count =
    { $count ->
        [1] 1 escolhida
       *[other] { $count } escolhidas
    }
bulk-counting = Contando…
bulk-none = Limpar a seleção
bulk-write = Escrever a elas
bulk-group = Pôr em um grupo
bulk-group-short = A um grupo
bulk-group-title =
    { $count ->
        [1] Pôr 1 pessoa em um grupo
       *[other] Pôr { $count } pessoas em um grupo
    }
bulk-group-example = Um grupo novo ou um que já existe
bulk-group-save =
    { $count ->
        [1] Pôr 1 pessoa
       *[other] Pôr { $count } pessoas
    }
bulk-remove = Tirar de um grupo
bulk-remove-title =
    { $count ->
        [1] Tirar 1 pessoa de um grupo
       *[other] Tirar { $count } pessoas de um grupo
    }
bulk-remove-save =
    { $count ->
        [1] Tirar 1 pessoa
       *[other] Tirar { $count } pessoas
    }
bulk-consent = Anotar consentimento
bulk-consent-title =
    { $count ->
        [1] Anotar o consentimento de 1 pessoa
       *[other] Anotar o consentimento de { $count } pessoas
    }
bulk-consent-what = Anote só se elas realmente aceitaram receber suas mensagens.
bulk-consent-save =
    { $count ->
        [1] Anotar para 1 pessoa
       *[other] Anotar para { $count } pessoas
    }
consent-needed = Escreva como aceitaram.
bulk-opt-out = Tirar da lista
opt-out-title =
    { $count ->
        [1] Tirar esta pessoa da lista?
       *[other] Tirar { $count } pessoas da lista?
    }
opt-out-what =
    { $count ->
        [1] Não recebe mais mensagens, nem das campanhas em andamento. Continua assim mesmo se for excluída e importada de novo.
       *[other] Não recebem mais mensagens, nem das campanhas em andamento. Continuam assim mesmo se forem excluídas e importadas de novo.
    }
opt-out-confirm =
    { $count ->
        [1] Tirar da lista
       *[other] Tirar { $count } pessoas da lista
    }
bulk-opt-in = Voltar a incluir
opt-in-title =
    { $count ->
        [1] Esta pessoa pediu para voltar a receber mensagens?
       *[other] Estas { $count } pessoas pediram para voltar a receber mensagens?
    }
opt-in-what =
    { $count ->
        [1] Só se ela mesma pediu. Escrever sem que peça é contra as regras do WhatsApp e pode custar a conta.
       *[other] Só se elas mesmas pediram. Escrever sem que peçam é contra as regras do WhatsApp e pode custar a conta.
    }
opt-in-confirm = Sim, pediram
bulk-csv = Exportar em CSV
bulk-xlsx = Exportar para Excel (XLSX)
bulk-check = Verificar no WhatsApp
bulk-check-offline = conecte o telefone
check-title =
    { $count ->
        [1] Verificar se 1 pessoa está no WhatsApp?
       *[other] Verificar se { $count } pessoas estão no WhatsApp?
    }
check-what = Vai devagar de propósito, para não incomodar o WhatsApp. Você pode continuar trabalhando e cancelar quando quiser; o que já foi verificado fica guardado.
check-confirm = Verificar
checked =
    { $count ->
        [1] 1 número verificado
       *[other] { $count } números verificados
    }
checked-found = { $present } com WhatsApp, { $absent } sem WhatsApp
checked-silent = { $count } sem resposta
bulk-merge = Unir em um contato
bulk-merge-some = de 2 a { $most }
merge-title = Unir { $count } contatos em um
merge-keep = Qual número fica?
merge-result = O resultado
merge-what = De cada dado fica o mais novo; os grupos ficam todos.
merge-opted-out = Um deles saiu da lista: o contato continua fora dela.
merge-confirm = Unir os { $count }
bulk-delete = Excluir…
delete-title =
    { $count ->
        [1] Excluir 1 contato?
       *[other] Excluir { $count } contatos?
    }
delete-what = São apagados deste perfil com todos os dados. As campanhas já enviadas não mudam.
delete-opted-out = Quem saiu da lista continua sem receber mensagens, mesmo se for importado de novo.
delete-confirm =
    { $count ->
        [1] Excluir 1 contato
       *[other] Excluir { $count } contatos
    }

## What was done with contacts

changed-nothing = Não havia nada para mudar.
changed-group =
    { $count ->
        [1] 1 pessoa incluída em “{ $group }”
       *[other] { $count } pessoas incluídas em “{ $group }”
    }
changed-ungroup =
    { $count ->
        [1] 1 pessoa tirada de “{ $group }”
       *[other] { $count } pessoas tiradas de “{ $group }”
    }
changed-consent =
    { $count ->
        [1] Consentimento anotado para 1 pessoa
       *[other] Consentimento anotado para { $count } pessoas
    }
changed-opt-out =
    { $count ->
        [1] 1 pessoa tirada da lista
       *[other] { $count } pessoas tiradas da lista
    }
changed-opt-in =
    { $count ->
        [1] 1 pessoa volta a receber mensagens
       *[other] { $count } pessoas voltam a receber mensagens
    }
changed-delete =
    { $count ->
        [1] 1 contato excluído
       *[other] { $count } contatos excluídos
    }
changed-merge = { $count } contatos unidos em um
undone =
    { $count ->
        [1] Desfeito: 1 contato voltou a ser como antes.
       *[other] Desfeito: { $count } contatos voltaram a ser como antes.
    }
undone-removed =
    { $count ->
        [1] Desfeito: 1 contato novo foi removido.
       *[other] Desfeito: { $count } contatos novos foram removidos.
    }
undone-restored =
    { $count ->
        [1] 1 voltou a ser como antes.
       *[other] { $count } voltaram a ser como antes.
    }
undone-import =
    { $count ->
        [1] Desfeito para 1 contato.
       *[other] Desfeito para { $count } contatos.
    }
undone-kept =
    { $count ->
        [1] 1 mudou depois e fica como está.
       *[other] { $count } mudaram depois e ficam como estão.
    }
exported-to = Salvo em { $path }
show-in-folder = Ver na pasta
work-change = Mudando contatos
work-export = Exportando contatos
work-check = Verificando no WhatsApp
work-write = Importando contatos
work-people =
    { $count ->
        [1] 1 pessoa
       *[other] { $count } pessoas
    }

## One contact

contact-number-needed = Escreva o número da pessoa.
contact-read-as = Será guardado como { $phone }
contact-typed = Estava escrito assim: { $typed }
contact-open-other = Abrir esse contato
contact-title-example = Sra.
contact-groups-example = Escreva um grupo e tecle Enter
contact-consent-how = Como aceitou receber mensagens?
contact-consent-since = Aceitou, anotado
contact-proof = O que comprova
contact-proof-example = Por exemplo: ficha 12, ou um link
contact-note = Nota
contact-note-hint = Só para a sua equipe: nunca é enviada.
contact-never = nunca
contact-created = Adicionado
contact-updated = Última mudança
contact-landline = Telefone fixo
contact-save = Salvar mudanças
contact-add = Adicionar contato
contact-saved = “{ $name }” salvo
delete-one = Excluir
delete-one-title = Excluir { $name }?
unsaved-title = Descartar as mudanças?
unsaved-what = O que você escreveu neste contato ainda não foi salvo.
unsaved-discard = Descartar
extra-title = Dados extras
extra-name = Dado
extra-value = Valor
extra-add = Adicionar um dado
extra-remove = Tirar { $name }
extra-name-needed = Dê um nome a cada dado extra.
extra-twice = Dois dados extras têm o mesmo nome. Mude um.
token-remove = Tirar { $name }

## Import, step by step

import-step-file = Arquivo
import-step-read = Leitura
import-step-columns = Colunas
import-step-check = Conferir
example-save = Baixar um arquivo de exemplo
example-saved = Exemplo salvo em { $path }. Abra no Excel, preencha e arraste para cá.
need-file = Escolha, arraste ou cole uma lista.
need-number = Indique qual coluna tem os números de telefone.
need-one-number = Há mais de uma coluna de números. Escolha só uma.
need-which-number = Confirme qual coluna de números é usada.
need-readable = Não dá para continuar: assim a lista não pode ser lida.
read-automatic = Detectar
read-choose-separator = Escolher o separador
read-sheet = Aba
read-in-sheet = aba “{ $sheet }”
read-xlsx = Planilha do Excel
read-vcard = Cartões de contato (vCard)
read-google = Contatos do Google
read-sample = As primeiras linhas, como estão no arquivo
read-sample-hint = Os acentos e as colunas estão certos? Se não, mude a codificação ou o separador.
columns-title = Coluna
columns-samples = Por exemplo
columns-field = O que é
columns-empty = vazia
columns-hint = Os dados extras podem ser usados nas mensagens, por exemplo a cidade.
columns-which-number = Estas colunas têm números de telefone: { $columns }. Qual usamos?
columns-number-is = Os números vêm da coluna “{ $column }”.
columns-number-question = Também há telefones em { $columns }. Qual se usa no WhatsApp?
columns-choose = Escolher a coluna
columns-use = Usar { $column }
import-consent-note = Importe só pessoas que aceitaram receber suas mensagens; o que você escrever fica anotado em cada uma.
import-opted-out-note =
    { $count ->
        [1] 1 tinha saído da lista: continua assim e não receberá mensagens.
       *[other] { $count } tinham saído da lista: continuam assim e não receberão mensagens.
    }
import-cancel-note = Você pode continuar usando o programa. Se cancelar, nada fica importado.
rejects-save =
    { $count ->
        [1] Salvar a que fica de fora
       *[other] Salvar as { $count } que ficam de fora
    }
rejects-saved = Linhas salvas em { $path }, cada uma com o motivo.
import-done-left =
    { $invalid ->
        [1] 1 não servia
       *[other] { $invalid } não serviam
    }, { $duplicates ->
        [1] 1 repetido
       *[other] { $duplicates } repetidos
    }
import-cancelled = A importação foi cancelada: nada foi importado.
import-undo = Desfazer esta importação
import-undone = A importação foi desfeita

## Send

campaign-name = Nome da campanha
campaign-untitled = Campanha de { $day }
steps = Passos
step-audience = Destinatários
step-message = Mensagem
step-pace = Ritmo e hora
step-review = Revisar
need-audience = Escolha a quem enviar.
need-list = Arraste, escolha ou cole uma lista.
need-group = Escolha um grupo.
need-people = Não resta ninguém a quem enviar. Escolha outra lista ou outro grupo.
need-message = Escreva a mensagem ou anexe algo.
discard = Descartar
audience-list = Uma lista
audience-list-hint = Um arquivo ou números colados, na sua ordem
audience-all = Todos os contatos
audience-all-hint =
    { $count ->
        [0] Ainda não há contatos
        [1] 1 contato, por nome
       *[other] { $count } contatos, por nome
    }
left-none = Ninguém fica de fora.
left-opted-out =
    { $count ->
        [1] 1 saiu da lista e não recebe
       *[other] { $count } saíram da lista e não recebem
    }
left-invalid =
    { $count ->
        [1] 1 linha sem um número que sirva
       *[other] { $count } linhas sem um número que sirva
    }
left-duplicates =
    { $count ->
        [1] 1 repetido, envia-se uma vez
       *[other] { $count } repetidos, envia-se uma vez
    }
undo = Desfazer
draft-untitled = Sem nome
draft-saved-at = salvo { $when }
draft-saved = Rascunho salvo
draft-saving = Salvando…
draft-failed = Não foi possível salvar
draft-delete = Apagar o rascunho { $name }
draft-deleted = Rascunho «{ $name }» apagado.
drafts-continue = Continuar um rascunho
need-picked = Marque pelo menos uma pessoa.
need-campaign = Escolha uma campanha anterior.
audience-groups = Grupos
audience-groups-hint = As pessoas de um ou vários grupos
audience-pick = Uma seleção
audience-pick-hint = Pessoas escolhidas uma a uma
audience-campaign = Campanha anterior
audience-campaign-hint = As mesmas pessoas, na mesma ordem
list-gone = A lista «{ $file }» não está mais onde estava. Escolha-a de novo; a mensagem e o resto continuam aqui.
group-gone = O grupo «{ $group }» não existe mais.
narrow = Filtrar
filter-consent = Com consentimento
filter-never = Nunca contatados
pick-column = Marcar
pick-count =
    { $count ->
        [1] 1 escolhida
       *[other] { $count } escolhidas
    }
pick-all =
    { $count ->
        [1] Escolher o único
       *[other] Escolher os { $count }
    }
pick-all-found =
    { $count ->
        [1] Escolher o que coincide
       *[other] Escolher os { $count } que coincidem
    }
left-not-on-whatsapp =
    { $count ->
        [1] 1 não está no WhatsApp
       *[other] { $count } não estão no WhatsApp
    }
left-recent =
    { $count ->
        [1] 1 recebeu uma mensagem há menos de { $days } dias e fica de fora
       *[other] { $count } receberam uma mensagem há menos de { $days } dias e ficam de fora
    }
recent-included =
    { $count ->
        [0] Ninguém recebeu uma mensagem nos últimos { $days } dias
        [1] 1 já recebeu uma mensagem nos últimos { $days } dias
       *[other] { $count } já receberam uma mensagem nos últimos { $days } dias
    }
recent-skip = Deixar de fora quem recebeu mensagem há pouco
recent-days = Dias desde a última mensagem
recent-unit = dias

## Message

message-label = Texto da mensagem
message-placeholder = Olá {"{"}nome{"}"}, …
message-toolbar = Ferramentas da mensagem
message-emoji = Emoji
message-bold = Negrito (Ctrl+B)
message-italic = Itálico (Ctrl+I)
message-strike = Tachado
message-mono = Letra de máquina
message-variable = Dado
message-length =
    { $count ->
        [1] 1 caractere
       *[other] { $count } caracteres
    }
message-long = mensagens curtas são lidas melhor
message-length-over = { $length } caracteres; o máximo é { $limit }
variable-nombre = Nome
variable-sustantivo = Tratamento
variable-grupo = Grupo
variable-numero = Número
chip-fallback = Se faltar, escrever
chip-placeholder = Nada
chip-hint = Usa-se com as pessoas que não têm este dado. Sem nada, é omitido.
chip-remove = Remover
unknown-name = Não é um dado destas pessoas: será enviado como está
note-unknown =
    { $count ->
        [1] { $names } não é um dado destas pessoas: será enviado como está.
       *[other] { $names } não são dados destas pessoas: serão enviados como estão.
    }
note-missing =
    { $count ->
        [1] A 1 pessoa falta “{ $variable }”: é omitido.
       *[other] A { $count } pessoas falta “{ $variable }”: é omitido.
    }
note-too-long = A mensagem tem { $length } caracteres e o WhatsApp aceita { $limit }: encurte-a.
version-too-long = A versão { $letter } tem { $length } caracteres e o WhatsApp aceita { $limit }: encurte-a.
note-empty =
    { $count ->
        [1] Para 1 pessoa a mensagem fica vazia: não é enviada.
       *[other] Para { $count } pessoas a mensagem fica vazia: não é enviada.
    }
preview = Pré-visualização
preview-before = Pessoa anterior
preview-after = Próxima pessoa
preview-of = { $position } de { $total }
preview-empty = Aqui você vê a mensagem como cada pessoa a recebe
preview-phone = Assim será vista: { $text }

## Pace

pace-title = Velocidade de envio
pace-text = Tempo entre uma pessoa e a seguinte. Mais devagar é mais natural e mais seguro para a sua conta.
pace-seconds = { $seconds } s
pace-free = Outra
pace-free-label = Segundos entre pessoas
pace-free-unit = segundos
pace-fast = Rápido assim é mais fácil o WhatsApp restringir a conta. Para listas grandes, melhor 5 segundos ou mais.
pace-jitter = Variação ao acaso
pace-jitter-hint = Para não enviar com ritmo de máquina.
pace-batch = Descanso
pace-batch-middle = segundos a cada
pace-batch-end = pessoas
pace-batch-pause-label = Segundos de descanso
pace-batch-size-label = Pessoas entre descansos
pace-batch-hint = Com 0 pessoas não há descanso.
pace-expect =
    { $count ->
        [1] Enviar a 1 pessoa leva
       *[other] Enviar a { $count } pessoas leva
    }
pace-about-inline = cerca de { $time }
pace-under-minute-inline = menos de um minuto
start-title = Quando começa
start-text = Agora mesmo, ou em um dia e hora.
start-now = Agora
start-at = Em uma data
start-day = Dia
start-clock = Hora de início
start-clock-before = às
start-past = Essa hora já passou. Escolha uma mais tarde, ou comece agora.
quiet-title = Horas sem envios
quiet-hint = O que falta continua sozinho depois.
quiet-between = das
quiet-and = às
quiet-from = Desde que hora não se envia
quiet-until = Até que hora não se envia
quiet-next-day = até o dia seguinte
quiet-same = As duas horas são iguais. Escolha um início e um fim diferentes.
quiet-incomplete = Escreva as duas horas, como 21:00 e 08:00.
weekdays-title = Dias de envio
weekdays-all = Todos os dias
weekdays-some =
    { $count ->
        [1] 1 dia por semana
       *[other] { $count } dias por semana
    }
limit-title = Limite diário
limit-hint = Conta as pessoas de todas as campanhas do dia.
limit-none = Sem limite
limit-unit = pessoas por dia
pace-days-inline =
    { $count ->
        [1] cerca de 1 dia
       *[other] cerca de { $count } dias
    }
forecast-begins-now = Começa agora
forecast-begins = Começa: { $when },
forecast-begins-after = Começa quando terminarem as campanhas anteriores
forecast-ends = e termina por volta de: { $when }.
forecast-ends-soon = e termina logo em seguida.
forecast-ends-unknown = e não dá para dizer quando termina.
forecast-ahead =
    { $count ->
        [1] Antes vai outra campanha que já está em andamento.
       *[other] Antes vão outras { $count } campanhas que já estão em andamento.
    }
forecast-wait = Calculando…

## Review

review-pace = { $time } entre pessoas
review-change = Alterar: { $what }
review-remarks = Antes de enviar
review-not-linked = Nenhum telefone está conectado. A campanha vai esperar até você conectar um.
review-consent = “{ $name }” é enviada em ordem, pessoa por pessoa. Envie só para quem aceitou receber suas mensagens.
review-note-consent = Convém anotar como estas pessoas aceitaram receber mensagens; fica guardado junto de cada uma.
review-note-consent-go = Anotar
send-confirm =
    { $count ->
        [1] Enviar a 1 pessoa
       *[other] Enviar a { $count } pessoas
    }
send-ask =
    { $count ->
        [1] Enviar a mensagem a 1 pessoa?
       *[other] Enviar a mensagem a { $count } pessoas?
    }
send-ask-real = É enviada de verdade por { $account }. O que sai não pode ser recuperado.
send-ask-account = o telefone conectado
send-ask-practice = É uma prática: as pessoas são simuladas e nada é enviado de verdade.
send-ask-stop = Você pode pausar ou cancelar a qualquer momento; para antes da próxima pessoa.
note-limit =
    { $count ->
        [1] O limite é de { $limit } pessoas por dia e hoje já foram { $sent }: 1 recebe a mensagem em outro dia.
       *[other] O limite é de { $limit } pessoas por dia e hoje já foram { $sent }: { $count } recebem a mensagem em outro dia.
    }
fix-device = Ver o dispositivo
fix-campaigns = Ver as campanhas
fix-pace = Mudar ritmo e hora
fix-message = Corrigir a mensagem
fix-audience = Ver destinatários
health-title = Saúde da conta
health-green = O WhatsApp não impõe nenhuma restrição.
health-unknown = O WhatsApp não disse como está a conta. Dá para enviar mesmo assim.
health-offline = Sem conexão, não deu para perguntar ao WhatsApp. As mensagens esperam até ela voltar.
health-restricted = O WhatsApp restringe esta conta. Não envie mais até isso terminar; o que enviar agora espera.
health-banned = O WhatsApp bloqueou esta conta. Resolva no WhatsApp do telefone.
health-time-locked = O WhatsApp não deixa por enquanto escrever a pessoas novas. Envie mais tarde, ou só a quem já conversa com você.
health-new-chats-low =
    { $count ->
        [1] O WhatsApp deixa escrever a só mais 1 pessoa nova por enquanto. Convém esperar ou enviar a menos.
       *[other] O WhatsApp deixa escrever a só mais { $count } pessoas novas por enquanto. Convém esperar ou enviar a menos.
    }
health-new-chats-used-up = Não dá para escrever a mais pessoas novas por enquanto. Espere até o WhatsApp permitir de novo.
health-held = Uma campanha está parada porque muitas mensagens falharam. Veja os motivos antes de enviar outra.
health-until = Até: { $when }.
review-groups =
    { $count ->
        [1] Grupo { $groups }
       *[other] Grupos { $groups }
    }
summary-jitter = variação ±{ $percent }
summary-batch = pausa de { $time } a cada { $count } pessoas
summary-start = desde: { $when }
summary-quiet = sem envios das { $from } às { $until }
summary-days = só { $days }
summary-limit = { $limit } pessoas por dia no máximo

## Campaigns

campaigns-sub = O que está sendo enviado e o que já foi enviado
campaigns-new = Nova campanha
campaigns-none = Você ainda não enviou nada
campaigns-none-text = Aqui você verá cada campanha: a quem chegou, quem leu e quem respondeu.
campaigns-first = Enviar mensagens
campaign-back = Voltar às campanhas
campaign-begins = começa { $when }
campaign-created = criada { $when }
campaign-began = começou { $when }
campaign-ends = termina: { $when }
campaign-ended = terminou { $when }
campaign-now = Agora: { $name }
campaign-rate = { $rate } por minuto
campaign-left = faltam { $time }
of-people =
    { $total ->
        [1] de 1 pessoa
       *[other] de { $total } pessoas
    }
fact-read =
    { $count ->
        [1] 1 lida
       *[other] { $count } lidas
    }
fact-failed =
    { $count ->
        [1] 1 erro
       *[other] { $count } erros
    }
fact-replies =
    { $count ->
        [1] 1 resposta
       *[other] { $count } respostas
    }
pause = Pausar
resume = Retomar
export = Exportar
cancel-open = Cancelar…
cancel-ask = Cancelar “{ $name }”?
cancel-what =
    { $count ->
        [1] 1 pessoa na fila não receberá a mensagem.
       *[other] { $count } pessoas na fila não receberão a mensagem.
    }
cancel-sent =
    { $count ->
        [1] 1 já teve sua vez; o que foi enviado não pode ser recuperado.
       *[other] { $count } já tiveram sua vez; o que foi enviado não pode ser recuperado.
    }
cancel-confirm = Cancelar a campanha
retry =
    { $count ->
        [1] Tentar de novo 1 erro
       *[other] Tentar de novo { $count } erros
    }
retry-done =
    { $count ->
        [1] Tenta-se de novo 1 mensagem.
       *[other] Tentam-se de novo { $count } mensagens.
    }
report-saved = Relatório salvo: { $file }
hold-resume = Retomar
stat-read = Lidas
stat-delivered = Entregues
stat-accepted = Aceitas
stat-queued = Na fila
stat-failed = Erros
stat-skipped = Omitidas
replies = Respostas
campaigns-open = Em andamento e em espera
campaigns-drafts = Rascunhos
campaigns-over = Terminadas
campaign-waiting = Em espera
campaign-ends-sentence = Termina por volta de: { $when }.
hold-goes-on = Continua sozinha: { $when }.
duplicate = Duplicar
duplicate-name = { $name } (cópia)
campaign-show = O que se mostra
campaign-content = Mensagem e ajustes
content-created = Criada: { $when }
failures-last = Últimos erros
see-all = Ver os { $count }

## Recipients

recipient-name-queued = Na fila
recipient-name-sending = Enviando…
recipient-name-sent = Enviada
recipient-name-unknown = Verificando…
recipient-name-accepted = Aceita
recipient-name-delivered = Entregue
recipient-name-read = Lida
recipient-name-played = Reproduzida
recipient-name-failed = Erro
recipient-name-skipped = Omitida
recipient-position = N.º
recipient-person = Nome
recipient-state = Estado
recipient-time = Hora
recipient-reply = Resposta
recipients-filter = Filtrar por estado
recipients-all = Todos ({ $total })
recipients-clear = Limpar
recipients-none = Ninguém está neste estado.
recipients-follow = Acompanhar o envio
recipients-following = Acompanhando o envio

## Settings

language-hint = O desta janela e o dos avisos.
theme = Aparência
theme-hint = Claro ou escuro, ou como estiver no sistema.
theme-system = A do sistema
theme-light = Claro
theme-dark = Escuro
about = Sobre
about-local = Seus contatos, mensagens e campanhas ficam cifrados neste computador. Não há servidor, nem conta, nem estatísticas de uso.
about-consent = Não é um produto do WhatsApp. Os termos dele restringem envios em massa: escreva só para quem aceitou.
settings-saved = Alterações salvas
settings-sending = Envios
settings-sending-hint = Cada campanha nova começa com isto; em cada uma dá para mudar.
settings-recent = Mensagem recente
settings-recent-hint = A revisão avisa quem recebeu uma nesses dias. Com 0 não avisa.
settings-failures = Parar com muitos erros
settings-failures-hint = Parte das últimas 50 mensagens que pode falhar. Com mais, a campanha para e espera uma pessoa.
settings-opt-out = Saídas e entradas
settings-opt-out-hint = Vale a mensagem inteira, sem olhar maiúsculas, acentos nem pontuação.
settings-stop = Palavras para sair
settings-start = Palavras para voltar
word-add = Adicionar
word-add-to = Adicionar a: { $list }
word-remove = Remover { $word }
settings-confirmation = Confirmar a saída com uma mensagem
settings-confirmation-hint = Responde-se uma única vez a quem sai.
settings-confirmation-label = Texto da confirmação
settings-confirmation-text = Pronto: não escreveremos mais. Se mudar de ideia, responda START.
settings-computer = Este computador
settings-device = Dispositivo
settings-idle = Fechar a conexão quando ninguém a usa
settings-idle-hint = Após estes minutos sem enviar nem usar o programa. Ela volta sozinha; com 0 nunca é fechada.
settings-idle-unit = minutos
settings-allowed = Números que podem ser conectados
settings-allowed-hint = Se houver algum, um telefone com outro número é desconectado em seguida. Vazio significa qualquer um.
settings-allowed-add = Adicionar um número
settings-awake = Mantê-lo acordado durante o envio
settings-awake-hint = Se dormir, o envio espera e continua ao acordar.
settings-close = Ao fechar a janela
settings-close-hint = O envio pode continuar na bandeja do sistema.
settings-close-ask = Perguntar
settings-close-tray = Continuar na bandeja
settings-close-quit = Sair

## Closing the window

close-title = Ainda há mensagens sendo enviadas
close-left =
    { $count ->
        [1] Falta escrever a { $number } pessoa.
       *[other] Falta escrever a { $number } pessoas.
    }
close-background = Continuar em segundo plano
close-tray = Em segundo plano a janela fica oculta e os envios continuam. Abra-a de novo pelo ícone ao lado do relógio.
close-no-tray = Em segundo plano a janela fica oculta e os envios continuam. Esta área de trabalho não mostra ícones ao lado do relógio: para vê-la de novo, inicie o programa outra vez.
close-quit = Terminar e sair
close-quit-hint = Ao sair, a mensagem que está a caminho é concluída e tudo fica salvo; os envios continuam quando você abrir o programa de novo.
close-remember = Não perguntar mais

## Writing a message: versions, attachments, templates

nav-templates = Modelos
chip-open = Clique ou F2: o que escrever se faltar
message-undo = Desfazer (Ctrl+Z)
message-redo = Refazer (Ctrl+Y)
emoji-recent = Recentes
emoji-none = Nenhum emoji tem esse nome. Tente outra palavra.
versions = Versões do texto
version-name = Versão { $letter }
version-add = Outra versão
version-remove = Tirar a versão { $letter }
version-removed = Versão { $letter } tirada
version-placeholder = O mesmo, dito de outro jeito
versions-why = Várias versões são enviadas por turnos, e depois se vê qual teve mais respostas
versions-how = São enviadas por turnos: cada pessoa recebe uma das { $count } versões.
versions-count = { $count } versões
need-version = A versão { $letter } está vazia: escreva-a ou tire-a.
need-ready = Espere o arquivo ficar pronto, ou cancele-o.
attach = Anexar
attach-pictures = Fotos
attach-voice = Mensagem de voz de um arquivo
attach-record = Gravar uma mensagem de voz
attach-document = Documento
attach-video = Vídeo
attach-up-to = até { $most }
attach-full = já há { $most }
attach-too-many = Uma mensagem leva no máximo { $most } { $kind }. Tire o que sobra e anexe de novo.
attach-pending = Arquivos sendo preparados
attach-preparing = Preparando { $name }
attach-waiting = em espera
attach-dismiss = Fechar o aviso de { $name }
attach-dismiss-all =
    { $count ->
        [1] Fechar o aviso
       *[other] Fechar os { $count } avisos
    }
attachments = Anexos
attachment-name = { $kind }: { $name }
attachment-keys = Setas para mudar a ordem, Delete para tirar
attachment-remove = Tirar { $name }
attachment-remove-short = Tirar
attachment-removed = “{ $name }” não vai mais com a mensagem.
attachment-gone-short = não está mais
attachment-gone =
    { $count ->
        [1] 1 anexo não está mais guardado e não pode ser enviado. Tire-o e anexe o arquivo de novo.
       *[other] { $count } anexos não estão mais guardados e não podem ser enviados. Tire-os e anexe os arquivos de novo.
    }
draft-files-gone =
    { $count ->
        [1] { $names } não está mais guardado: anexe de novo se precisar.
       *[other] { $names } não estão mais guardados: anexe de novo se precisar.
    }
note-animated = De uma imagem animada só é enviado o primeiro quadro.
medium-one-picture = Foto
medium-one-video = Vídeo
medium-one-document = Documento
medium-one-voice = Mensagem de voz
medium-many-picture = fotos
medium-many-video = vídeo
medium-many-document = documento
medium-many-voice = mensagem de voz
medium-count-picture =
    { $count ->
        [1] 1 foto
       *[other] { $count } fotos
    }
medium-count-video =
    { $count ->
        [1] 1 vídeo
       *[other] { $count } vídeos
    }
medium-count-document =
    { $count ->
        [1] 1 documento
       *[other] { $count } documentos
    }
medium-count-voice =
    { $count ->
        [1] 1 mensagem de voz
       *[other] { $count } mensagens de voz
    }
medium-pages =
    { $count ->
        [1] 1 página
       *[other] { $count } páginas
    }
voice-play = Ouvir
voice-pause = Pausar
voice-position = Posição
voice-cannot-play = Este computador não consegue reproduzi-la aqui. Ela é enviada mesmo assim: experimente com “Enviar um teste para mim”.
recording-stop = Terminar
recording-level = Volume
preview-template = Aqui você verá a mensagem. Os dados de cada pessoa são postos ao enviar.
test-send = Enviar um teste para mim
test-to = à sua conversa, { $phone }
test-under-way = A caminho de { $phone }…
test-arrived = Chegou: veja no telefone, na conversa com você mesmo.
test-failed = Não foi enviado: { $reason }.
test-offline = { $state }. Para enviar um teste para você, conecte primeiro o telefone.
test-connect = Ir para o dispositivo
drop-files = { $count } arquivos
drop-attach = Anexar a uma mensagem
drop-attach-hint = Começa uma mensagem que o leva
drop-attach-draft = Vai com “{ $name }”, que você está escrevendo
drop-attach-here = Solte para anexar
drop-attach-kinds = Fotos, mensagens de voz, documentos ou um vídeo
templates-sub = Mensagens guardadas, para não escrevê-las toda vez.
templates-none = Guarde as mensagens que você repete
templates-none-text = A mensagem de aniversário, o aviso de pagamento, a lista de preços: escreva-os uma vez, com as fotos, e use em cada campanha.
templates-search = Buscar um modelo
templates-no-match = Nenhum modelo coincide.
templates-all = Todos
template-first = Criar o primeiro
template-new = Novo modelo
template-edit = Editar modelo
template-open = Editar “{ $name }”
template-duplicate = Duplicar
template-delete = Apagar
template-use = Usar
template-use-one = Usar um modelo
template-save-as = Guardar como modelo
template-save-empty = escreva algo primeiro
template-save = Guardar modelo
template-name = Nome
template-name-example = Por exemplo: Feliz aniversário
template-name-needed = Dê um nome ao modelo.
template-category = Categoria
template-category-example = Por exemplo: Saudações
template-empty = Escreva a mensagem ou anexe algo.
template-unsaved = O que você escreveu neste modelo ainda não está guardado.
template-back = Voltar aos modelos
template-saved = Modelo “{ $name }” guardado.
template-put = Modelo “{ $name }” posto.
template-used = O modelo «{ $name }» está em uma mensagem nova. Escolha para quem enviar.
template-deleted = Modelo “{ $name }” apagado.
template-duplicated = Modelo “{ $name }” duplicado.

## Settings: storage

settings-storage = Armazenamento
settings-hours = Guardar os anexos depois de uma campanha
settings-hours-hint = Depois seus arquivos são apagados deste perfil. Os de modelos, rascunhos e campanhas abertas ficam.
settings-hours-unit = horas
cache-title = Limpar cache
cache-clear = Limpar cache
cache-free =
    { $count ->
        [1] Libera { $size }: 1 anexo que não é mais necessário.
       *[other] Libera { $size }: { $count } anexos que não são mais necessários.
    }
cache-nothing = Não há nada para limpar.
cache-cleared =
    { $count ->
        [1] { $size } liberados: 1 anexo que não era mais necessário.
       *[other] { $size } liberados: { $count } anexos que não eram mais necessários.
    }

# O código e o bloqueio
passcode = Código
passcode-new = Código novo
passcode-repeat = Repita o código
passcode-present = Código atual
passcode-hint = Pelo menos 6 caracteres. Melhor ainda, uma frase curta que ninguém adivinhe.
passcode-lost = Guarde-o bem: sem o código ninguém pode abrir este perfil, nem nós. Se for esquecido, os contatos e as campanhas se perdem.
passcode-differs = Os dois códigos não são iguais. Digite-os outra vez.
passcode-show = Mostrar o código
passcode-hide = Ocultar o código
passcode-set = Definir um código
passcode-change = Alterar o código
passcode-remove = Remover o código
passcode-remove-what = O perfil vai abrir sem perguntar nada. Os dados continuam criptografados.
passcode-set-done = Pronto: a partir de agora o perfil abre com o código.
passcode-change-done = O código foi alterado.
passcode-remove-done = O perfil não pede mais código.
profile-allowed = Só certos números podem ser conectados
profile-allowed-hint = Um telefone com outro número é desconectado em seguida. Dá para mudar depois, nas configurações.
profile-allowed-needed = Escreva pelo menos um número, ou desative esta opção.
profile-passcode = Proteger com um código
profile-passcode-hint = Ele é pedido ao abrir o perfil e antes do que não pode ser desfeito.
profile-locked = Com código
unlock = Desbloquear
unlock-why = Digite o código para abrir este perfil.
unlock-wait =
    { $seconds ->
        [1] Houve códigos errados demais. Você pode tentar em um segundo.
       *[other] Houve códigos errados demais. Você pode tentar em { $seconds } segundos.
    }
unlock-sending = O envio continua: { $done } de { $total }
unlock-sending-label = Progresso do envio
unlock-back = Outro perfil
lock-now = Bloquear (Ctrl+L)
privacy = Privacidade e bloqueio
privacy-protection = Quem guarda a chave
privacy-file = Tudo está criptografado neste computador. A chave fica em um arquivo que só o seu usuário pode ler.
privacy-keychain = Tudo está criptografado neste computador. A chave fica no chaveiro do sistema.
privacy-passcode = Tudo está criptografado neste computador. Só o seu código abre a chave.
privacy-auto-lock = Bloquear se ninguém usa o programa
privacy-auto-lock-hint = Os envios continuam enquanto isso. Com 0 ele não se bloqueia sozinho.
privacy-minutes = minutos

## Backups

backup-title = Cópias de segurança
backup-hint = Um arquivo cifrado com tudo o que há neste perfil, para guardar em outro lugar: um pen drive ou outro computador.
backup-now = Fazer uma cópia agora
backup-submit = Escolher onde e salvar
backup-passphrase = Frase secreta
backup-again = Frase secreta outra vez
backup-passphrase-why = O arquivo só se abre com esta frase. Ninguém pode recuperá-la: anote-a e guarde-a em lugar seguro.
backup-passphrase-hint = Várias palavras de que você se lembre, pelo menos 8 caracteres.
backup-short = Uma frase tem pelo menos { $least } caracteres.
backup-differs = As duas frases não são iguais.
backup-session = Com o vínculo ao telefone
backup-session-hint = Só para mudar para outro computador. Dois computadores com o mesmo vínculo se desconectam um ao outro sem parar.
backup-done = Cópia salva em { $file }.
work-backup = Fazendo a cópia de segurança
work-restore = Restaurando a cópia de segurança
automatic-title = Cópias automáticas
automatic-hint = Uma cópia é feita todo dia e antes de uma atualização, neste computador. As últimas sete são guardadas, para o caso de os dados se danificarem.
automatic-none = Ainda não há; a primeira é feita em breve.
automatic-update = antes de uma atualização
restore-title = Restaurar uma cópia de segurança
restore-what = Um perfil é criado com ela. As mensagens em andamento esperam até você as retomar.
restore-choose = Escolher o arquivo
restore-file-needed = Escolha primeiro o arquivo da cópia.
restore-passphrase-needed = Escreva a frase da cópia.
restore-name = Nome do perfil restaurado
restore-next = Continuar
restore-found = “{ $name }” como estava em { $date }
restore-found-size = { $size } de dados
restore-found-practice = perfil de prática
restore-with-session = com o vínculo com o telefone
restore-without-session = sem o vínculo com o telefone; você vai vinculá-lo de novo
restore-taken = Já há um perfil chamado “{ $name }” neste computador. O que fazemos?
restore-beside = Manter os dois
restore-beside-hint = O restaurado recebe outro nome. Nada muda no que já está aqui.
restore-replace = Substituir o que está aqui
restore-replace-hint = Os contatos, as campanhas e o histórico que ele tem agora se perdem quando você abrir o restaurado. Até lá ficam guardados à parte.
restore-replace-passcode = Código de “{ $name }”
restore-replace-passcode-hint = O perfil restaurado fica protegido com este mesmo código.
restore-replace-submit = Substituir “{ $name }”
restore-copy = { $name } (restaurado)
restore-name-used = Já há um perfil com esse nome. Escolha outro.
restore-name-needed = Dê um nome a ele.
restore-going = Restaurando “{ $name }”
restore-checking = Verificando se tudo está inteiro
restore-stopped = Restauração cancelada. Nada mudou.
restore-done-title = “{ $name }” está restaurado
restore-done-date = Está como estava em { $date }. O que aconteceu depois não está nele.
restore-done-link = Vincule o telefone para voltar a enviar.
restore-done-open = Nenhum código protege este perfil: qualquer pessoa que use este computador pode abri-lo.
restore-done-replaced = O perfil que estava aqui fica guardado à parte até você abrir este.
restore-done-aside = Os dados danificados estão guardados em { $file }.
restore-open = Abrir o perfil
restore-set-passcode = Definir um código
backup-keep-going = Continuar trabalhando
backup-stopped = Cópia cancelada. Se havia uma anterior com esse nome, ela está como estava.
automatic-skipped-title = A última cópia automática não pôde ser feita
restore-submit = Restaurar
restored-held =
    { $count ->
        [1] Uma campanha espera que você a retome.
       *[other] { $count } campanhas esperam que você as retome.
    }
damaged-title = Não é possível abrir “{ $name }”
damaged-offer = Há uma cópia automática de { $date } ({ $size }).
damaged-what = O que é mais novo se perde. As campanhas em andamento esperam até você as retomar. Os dados danificados ficam guardados ao lado.
damaged-none = Não há nenhuma cópia automática. Se você salvou um arquivo de cópia de segurança, restaure-o.
damaged-restore = Restaurar esta cópia
damaged-file = Usar um arquivo

## Home

home-none = Envie sua primeira mensagem
home-none-text = Depois você verá aqui quantos receberam, leram e responderam.
home-more =
    { $count ->
        [1] e mais 1 campanha em andamento ou em espera
       *[other] e mais { $count } campanhas em andamento ou em espera
    }
range = Dias mostrados
range-today = Hoje
range-last7 = 7 dias
range-last30 = 30 dias
range-this_month = Este mês
range-free = Outras datas
range-from = Do dia
range-until = a
range-to = Até o dia
range-day-missing = Falta o dia. Escreva assim: { $example }.
range-no-day = “{ $text }” não é um dia do calendário. Escreva assim: { $example }.
range-stale = Abaixo continuam os números dos dias escolhidos antes: { $days }.
range-turned = O último dia vinha antes do primeiro: foi ajustado.
month-now = Mês: { $value }
month-same = igual
month-before = antes { $value }
month-points = { $points } pts
month-told = { $this }: { $now }. { $before }: { $then }.
month-days = Mês: este mês até hoje ({ $this }) comparado com os mesmos dias do mês anterior ({ $before }).
bucket = Cada ponto é
bucket-hour = Hora
bucket-day = Dia
bucket-month = Mês
chart = gráfico
chart-keys = Setas para ler os valores
chart-table = Ver como tabela
chart-export = Exportar: { $title }
chart-png = Imagem (PNG)
chart-svg = Desenho (SVG)
chart-csv = Números (CSV)
chart-saved = Salvo: { $file }

## Report of a campaign

campaign-outcome = Resultado
stat-sent = Enviadas
report-pdf = Documento (PDF)
report-pdf-hint = para ler e imprimir
report-xlsx = Excel (XLSX)
report-xlsx-hint = resumo e destinatários
report-csv = CSV
report-csv-hint = destinatários
work-report = Escrevendo o relatório

settings-logs = Registro e diagnóstico
log-level = Quanto se anota
log-level-hint = “Tudo” também anota cada tentativa de envio. Mensagens, nomes e números completos nunca são anotados.
log-level-error = Só erros
log-level-warn = Avisos
log-level-info = Normal
log-level-debug = Tudo
log-word-error = Erro
log-word-warn = Aviso
log-word-info = Informação
log-word-debug = Detalhe
log-title = Registro deste perfil
log-hint = O que o programa fez e o que deu errado: até sete arquivos, um novo a cada dia.
log-open = Ver o registro
log-folder = Abrir a pasta
log-refresh = Atualizar
log-copy = Copiar
log-copied = Registro copiado.
log-copy-failed = Não foi possível copiar. Abra a pasta e copie o arquivo.
log-empty = Ainda não há nada anotado.
log-more = As últimas { $count } linhas, a mais nova em cima. As anteriores estão na pasta.
log-all = O mais novo está em cima.
log-torn = incompleta
diagnostics = Diagnóstico
diagnostics-hint = Um arquivo ZIP para quem ajuda você: versões, configurações, quantidades e registros. Nada nele diz de quem nem o que foi escrito.
diagnostics-save = Salvar diagnóstico
diagnostics-saved = Diagnóstico salvo em { $file }.
