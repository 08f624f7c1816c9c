#ifndef STRIGIL_TESTS_STAGES_LANGUAGE_SAMPLES_H_
#define STRIGIL_TESTS_STAGES_LANGUAGE_SAMPLES_H_

#include <string>
#include <vector>

namespace strigil {

// A short article in one language, and a caption as another page might carry it.
struct LanguageSample {
  std::string code;
  std::vector<std::string> paragraphs;
  std::string caption;
};

inline const std::vector<LanguageSample>& LanguageSamples() {
  static const std::vector<LanguageSample> samples = {
      {"en",
       {"The ferry that links the two halves of the town was taken out of service on Tuesday, "
        "after a "
        "mechanic found a crack in the main shaft.",
        "Nobody knows yet how long the repair will take. The yard that built the boat was closed "
        "eleven years ago, and its drawings have been lost.",
        "Until then a bus goes round by the bridge every hour, which takes forty minutes more than "
        "the crossing did.",
        "The council will decide on Friday whether a second boat can be hired from the next town "
        "down the river."},
       "The ferry at its pier on the northern bank, where it will stay until the shaft has been "
       "mended."},
      {"de",
       {"Die Fähre, die beide Hälften der Stadt verbindet, ist am Dienstag außer Betrieb genommen "
        "worden, nachdem ein Mechaniker einen Riss in der Welle entdeckt hatte.",
        "Noch weiß niemand, wie lange die Reparatur dauern wird. Die Werft, die das Schiff gebaut "
        "hat, "
        "wurde vor elf Jahren geschlossen, und ihre Zeichnungen sind verloren.",
        "Bis dahin fährt jede Stunde ein Bus über die Brücke, der vierzig Minuten länger braucht "
        "als "
        "die Überfahrt.",
        "Der Stadtrat will am Freitag entscheiden, ob ein zweites Schiff aus der Nachbarstadt "
        "flussabwärts gemietet werden kann."},
       "Die Fähre liegt am nördlichen Ufer und wird dort bleiben, bis die Welle repariert ist."},
      {"fr",
       {"Le bac qui relie les deux moitiés de la ville a été mis hors service mardi, après qu'un "
        "mécanicien a découvert une fissure dans l'arbre principal.",
        "Personne ne sait encore combien de temps durera la réparation. Le chantier qui avait "
        "construit le bateau a fermé il y a onze ans et ses plans sont perdus.",
        "D'ici là, un autocar fait le tour par le pont toutes les heures, ce qui prend quarante "
        "minutes de plus que la traversée.",
        "Le conseil municipal décidera vendredi s'il est possible de louer un second bateau à la "
        "ville voisine, en aval du fleuve."},
       "Le bac est amarré sur la rive nord, où il restera jusqu'à ce que l'arbre soit réparé."},
      {"es",
       {"El transbordador que une las dos mitades de la ciudad dejó de funcionar el martes, "
        "después de "
        "que un mecánico descubriera una grieta en el eje principal.",
        "Nadie sabe todavía cuánto durará la reparación. El astillero que construyó el barco cerró "
        "hace once años y sus planos se han perdido.",
        "Hasta entonces, un autobús da la vuelta por el puente cada hora, lo que lleva cuarenta "
        "minutos más que la travesía.",
        "El ayuntamiento decidirá el viernes si se puede alquilar un segundo barco a la ciudad "
        "vecina, río abajo."},
       "El transbordador está amarrado en la orilla norte, donde quedará hasta que se repare el "
       "eje."},
      {"it",
       {"Il traghetto che collega le due metà della città è stato messo fuori servizio martedì, "
        "dopo "
        "che un meccanico ha scoperto una crepa nell'albero principale.",
        "Nessuno sa ancora quanto durerà la riparazione. Il cantiere che costruì la barca ha "
        "chiuso "
        "undici anni fa e i suoi disegni sono andati perduti.",
        "Fino ad allora un autobus fa il giro dal ponte ogni ora, il che richiede quaranta minuti "
        "in "
        "più della traversata.",
        "Il consiglio comunale deciderà venerdì se si può noleggiare una seconda barca dalla città "
        "vicina, più a valle lungo il fiume."},
       "Il traghetto è ormeggiato sulla riva nord, dove resterà finché non sarà riparato "
       "l'albero."},
      {"pt",
       {"A balsa que liga as duas metades da cidade foi retirada de serviço na terça-feira, depois "
        "de "
        "um mecânico ter descoberto uma fenda no eixo principal.",
        "Ninguém sabe ainda quanto tempo vai demorar a reparação. O estaleiro que construiu o "
        "barco "
        "fechou há onze anos e os seus desenhos perderam-se.",
        "Até lá, um autocarro dá a volta pela ponte de hora em hora, o que leva mais quarenta "
        "minutos "
        "do que a travessia.",
        "A câmara municipal vai decidir na sexta-feira se é possível alugar um segundo barco à "
        "cidade vizinha, rio abaixo."},
       "A balsa está atracada na margem norte, onde ficará até que o eixo seja reparado."},
      {"nl",
       {"De veerboot die de twee helften van de stad verbindt, is dinsdag uit de vaart genomen, "
        "nadat "
        "een monteur een scheur in de hoofdas had ontdekt.",
        "Niemand weet nog hoe lang de reparatie zal duren. De werf die het schip heeft gebouwd, is "
        "elf "
        "jaar geleden gesloten en de tekeningen zijn verloren gegaan.",
        "Tot die tijd rijdt er elk uur een bus over de brug, die veertig minuten langer onderweg "
        "is "
        "dan de overtocht duurde.",
        "De gemeenteraad besluit vrijdag of er een tweede boot kan worden gehuurd van de volgende "
        "stad stroomafwaarts."},
       "De veerboot ligt aan de noordelijke oever en blijft daar tot de as is hersteld."},
      {"pl",
       {"Prom, który łączy obie połowy miasta, został we wtorek wycofany z ruchu, ponieważ "
        "mechanik "
        "odkrył pęknięcie w głównym wale.",
        "Nikt jeszcze nie wie, jak długo potrwa naprawa. Stocznia, która zbudowała statek, została "
        "zamknięta jedenaście lat temu, a jej rysunki zaginęły.",
        "Do tego czasu co godzinę jeździ przez most autobus, który potrzebuje czterdzieści minut "
        "więcej niż przeprawa.",
        "Rada miasta zdecyduje w piątek, czy można wynająć drugi statek od sąsiedniego miasta, "
        "które leży w dole rzeki."},
       "Prom stoi przy północnym brzegu i pozostanie tam, dopóki wał nie zostanie naprawiony."},
      {"ru",
       {"Паром, который связывает две половины города, во вторник был снят с линии, после того как "
        "механик обнаружил трещину в главном валу.",
        "Никто ещё не знает, сколько времени займёт ремонт. Верфь, которая построила судно, "
        "закрылась "
        "одиннадцать лет назад, и её чертежи потеряны.",
        "До тех пор каждый час через мост ходит автобус, который идёт на сорок минут дольше, чем "
        "переправа.",
        "Городской совет решит в пятницу, можно ли взять второе судно в аренду у соседнего города, "
        "который стоит ниже по реке."},
       "Паром стоит у северного берега, где он останется до тех пор, пока не починят вал."},
      {"sv",
       {"Färjan som förbinder stadens två halvor togs ur trafik på tisdagen, efter att en "
        "mekaniker "
        "hade upptäckt en spricka i huvudaxeln.",
        "Ingen vet ännu hur lång tid reparationen kommer att ta. Varvet som byggde båten stängdes "
        "för "
        "elva år sedan, och dess ritningar har gått förlorade.",
        "Till dess går en buss runt över bron varje timme, vilket tar fyrtio minuter längre än "
        "överfarten gjorde.",
        "Kommunfullmäktige ska på fredag besluta om man kan hyra en andra båt från grannstaden "
        "längre ner längs floden."},
       "Färjan ligger vid den norra stranden, där den kommer att stanna tills axeln har lagats."},
      {"zh",
       {"连接该市两岸的渡船星期二停止运营，此前一名机械师在主轴上发现了一道裂缝。",
        "目前还没有人知道维修需要多长时间。建造这艘船的船厂十一年前就已经关闭，图纸也已经遗失。",
        "在此之前，每小时有一班公共汽车绕道大桥，比渡船多花四十分钟。",
        "市议会将在星期五决定能否向下游的邻近城市租用第二艘船，居民希望能够尽快恢复过河的交通。"},
       "渡船停靠在北岸，在主轴修好之前将一直停在那里。"},
      {"ar",
       {"توقفت العبارة التي تربط بين نصفي المدينة عن العمل يوم الثلاثاء، بعد أن اكتشف ميكانيكي "
        "شرخا في "
        "العمود الرئيسي.",
        "لا أحد يعرف حتى الآن كم من الوقت سيستغرق الإصلاح. فقد أغلق الحوض الذي بنى السفينة قبل أحد "
        "عشر "
        "عاما وضاعت رسومه.",
        "وحتى ذلك الحين تسير حافلة عبر الجسر كل ساعة، وهو ما يستغرق أربعين دقيقة أكثر من العبور.",
        "وسيقرر مجلس المدينة يوم الجمعة ما إذا كان من الممكن استئجار سفينة ثانية من المدينة "
        "المجاورة التي تقع على النهر."},
       "ترسو العبارة عند الضفة الشمالية، حيث ستبقى هناك إلى أن يتم إصلاح العمود."},
  };
  return samples;
}

}  // namespace strigil

#endif  // STRIGIL_TESTS_STAGES_LANGUAGE_SAMPLES_H_
