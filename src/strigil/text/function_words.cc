#include "strigil/text/function_words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <stdexcept>

#include "strigil/text/line_scan.h"

namespace strigil {
namespace {

struct LanguageWords {
  std::string_view code;
  std::string_view words;  // lower case, one space between
};

// Words that are also frequent names, or one letter long in languages that spell them like an
// initial, are left out.
constexpr std::array kLanguages = {
    LanguageWords{
        "en",
        "the of and to in is was for that on with as it at by he be from his are this have had not "
        "but they an or were "
        "which their has been she who her its would will one all there when more if out so up "
        "about into than them can "
        "could other some what time him these two then do first any my now such like our over me "
        "even most made after "
        "also did many before must through where much should well how because those between being "
        "while during your "
        "you we us may no against under since until both each only just off again further why very "
        "too few own same "
        "new don does doing within without upon although though whether among across said says"},
    LanguageWords{"de",
                  "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine "
                  "als auch es an werden aus er hat "
                  "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war "
                  "haben nur oder aber vor zur bis "
                  "mehr durch man sein wurde sei hatte kann gegen vom können schon wenn habe seine "
                  "ihre dann unter wir soll ich "
                  "eines jahr zwei diese dieser wieder keine seiner worden will zwischen immer was "
                  "sagte gibt alle seit muss doch "
                  "jetzt waren wollen beim ob uns während dieses ihrer diesem dort hier etwa ihr "
                  "ihm ihn ihnen mir mich sehr ohne "
                  "damit also weil viele denn sowie seinen ihren unsere unser euch mein dein kein "
                  "nichts etwas beide jeder jede"},
    LanguageWords{"fr",
                  "de la le les et des en un du une que est pour qui dans par plus pas au sur ne "
                  "se ce il sont avec son aux "
                  "être cette ou mais comme on tout nous sa fait été aussi leur bien peut ces deux "
                  "ont elle ses même y sans "
                  "entre après lui était ils encore depuis dont très avait où sous si contre je "
                  "vous moins selon ainsi leurs "
                  "cela donc avant ceux celle toujours autres autre notre votre mes toute tous "
                  "toutes chez vers pendant lors "
                  "quand car puis non alors dès jusqu lorsque parce afin"},
    LanguageWords{"es",
                  "de la que el en y los del se las por un para con no una su al es lo como más "
                  "pero sus le ha o este sí porque "
                  "esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos "
                  "durante todos uno les ni "
                  "contra otros ese eso ante ellos e esto mí antes algunos qué unos yo otro otras "
                  "otra él tanto esa estos mucho "
                  "quienes nada muchos cual sea poco ella estar fue son está han ser tiene era "
                  "había según tras cada años año así "
                  "aunque mientras parte puede dos desde hacia"},
    LanguageWords{"it",
                  "di e il la che in a per un del non una sono con si da le dei alla ha nel della "
                  "anche i come al più dal delle "
                  "lo gli ma degli alle su ai dalla sulla nella stato questo se cui dopo essere "
                  "tra era loro suo sua ancora due "
                  "quando hanno questa prima fatto contro sul tutti così fra solo poi molto oltre "
                  "senza può perché ed o dai "
                  "agli nei negli nelle dello allo sui sulle suoi sue mentre dove quello quella "
                  "ogni stata stati anni noi voi lui "
                  "lei ci mi ti gia già quindi però invece secondo"},
    LanguageWords{"pt",
                  "de a o que e do da em um para com não uma os no se na por mais as dos como mas "
                  "ao ele das à seu sua ou "
                  "quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo "
                  "aos seus quem nas me esse eles "
                  "você foi essa num nem suas meu às minha numa pelos elas qual nós lhe deles "
                  "essas esses pelas este dele são está "
                  "ser tem têm há era foram após segundo sobre ainda pode anos onde cada porque "
                  "desde durante contra além"},
    LanguageWords{"nl",
                  "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan "
                  "maar bij of uit nog worden door "
                  "naar heeft tot ze wordt over hij ik je wat geen kan al werd zich had deze hun "
                  "zo wel moet meer dit haar "
                  "waren we zal wij toch tegen onder na veel omdat hebben zij hem mijn heel want "
                  "waar toen nu jaar kunnen moeten "
                  "tijdens volgens zou zouden sinds tussen twee wie hier daar echter onze alle "
                  "andere eerste zonder"},
    LanguageWords{"pl",
                  "w i na z nie do się to że jest o od za po przez dla jak ale są co oraz tym "
                  "który która które tego czy ich już "
                  "był tylko było być może ma ze także lub był była jego jej przed tej gdy również "
                  "bardzo przy pod jako "
                  "roku można więc jednak nad te ten ta tak u a ja my on ona bez aby żeby został "
                  "została zostały będzie będą są "
                  "mnie nas nam im jeszcze kiedy gdzie między podczas według których którzy"},
    LanguageWords{"cs",
                  "a se v na je že to s z do o i jako za by ve k pro však po jsou ale které který "
                  "která při podle také jen už od "
                  "až nebo být má byl byla bylo aby před ze není jeho jsme tak jak co si proto "
                  "ještě mezi bude budou roce let pak "
                  "kde když jejich může než nad jeho této tento tato pokud během proti bez dnes"},
    LanguageWords{"sk",
                  "a sa v na je že to s z do o aj ako za by vo k pre však po sú ale ktoré ktorý "
                  "ktorá pri podľa len už od až "
                  "alebo byť má bol bola bolo aby pred zo nie jeho sme tak čo si preto ešte medzi "
                  "bude budú roku rokov potom kde "
                  "keď ich môže než nad tejto tento táto ak počas proti bez dnes"},
    LanguageWords{"sl",
                  "in je v na se da za so s z ki pa bi tudi po kot od pri ne še o do iz k ali že "
                  "bil bila bilo ter med kako lahko "
                  "ko več zaradi le pred vse ni nad pod brez leta ima imajo sta smo ste bo bodo "
                  "njegov njena njihov tako kjer ker"},
    LanguageWords{"hr",
                  "i je u na se da za su od s o kako koji koja koje će što ne do iz bi te ali nije "
                  "ili biti kao po sam bio bila "
                  "bilo samo još pri nakon prema zbog kada može mogu između godine godina ima ovaj "
                  "ova ovo koji kojima njegov "
                  "njezin njihov sve tako već bez pod nad protiv tijekom"},
    LanguageWords{"sv",
                  "och i att det som en på är av för med till den har de inte om ett han men var "
                  "sig från vi så kan när man jag "
                  "hon hade under också efter eller nu sin där vid mot ska skulle kommer ut får "
                  "finns alla vara mycket än här då "
                  "sedan över bara blir in upp även vad få två vill år mellan andra utan varit "
                  "många hur denna dessa några"},
    LanguageWords{
        "da",
        "og i at det er en til på af den for ikke de der som med har et var han fra jeg man kan om "
        "vi men så skal også "
        "sig ved blev efter over have eller hun være vil bliver nu når ud ham op her mange havde "
        "end hvor år mod dem "
        "hvad alle under meget sin da kun mellem havde skulle ville kunne blevet siden uden andre"},
    LanguageWords{"no",
                  "og i det er som på en til å han av for med at var de ikke den har jeg om et men "
                  "så seg hun hadde fra vi du kan "
                  "da ble ut skal vil ham etter over ved også bare eller sa nå dette noe være meg "
                  "mot opp der når inn dem kunne "
                  "andre blir alle noen sin ha år henne må selv sier få kom denne enn to hans bli "
                  "ville før vært skulle mange "
                  "uten mellom"},
    LanguageWords{"fi",
                  "ja on ei että se oli hän mutta ovat myös kun joka ole kuin niin sen tai mukaan "
                  "jo vain sekä olla vuonna jos nyt "
                  "voi ollut hänen eivät vielä jotka siitä sitä mitä mikä olisi näin koska jälkeen "
                  "kuitenkin kanssa sitten ennen "
                  "tämä tämän nämä niiden heidän me te he minä sinä noin yli alle ilman"},
    LanguageWords{"hu",
                  "a az és hogy nem is egy ez de meg volt már csak még van el ki be mint ezt azt "
                  "ha mert lesz vagy lehet után "
                  "kell minden pedig majd illetve szerint több ami aki amely akkor most itt ott "
                  "nagyon között alatt miatt által "
                  "arra erre neki voltak lett azonban"},
    LanguageWords{"ro",
                  "de și în a la cu care pe din nu că se o un mai pentru este sunt fost au prin "
                  "dar după ca fi sau al ale ai le "
                  "ce lui său sa am era când iar fără între până acest această acestea doar foarte "
                  "fost către despre unei unui "
                  "cei cele ani anul poate trebuie"},
    LanguageWords{"tr",
                  "ve bir bu için da de ile olarak daha çok en gibi kadar olan sonra ne ise var "
                  "ama her o ki mi iki yeni diye "
                  "göre ancak tarafından olduğu olduğunu değil içinde şu hem ya veya biz ben sen "
                  "onun bunu yıl önce karşı "
                  "arasında nasıl kendi oldu etti dedi"},
    LanguageWords{"id",
                  "yang dan di untuk dengan dari pada ini itu dalam tidak akan ke juga adalah oleh "
                  "telah sebagai ada bisa saat "
                  "karena mereka kami kita atau lebih sudah tersebut dapat para satu bahwa saya ia "
                  "dia hanya masih setelah "
                  "menjadi tahun seperti antara hingga kata lain namun"},
    LanguageWords{"af",
                  "die van en in is het te dat nie wat vir met op om aan hy sy ook was as hulle "
                  "deur word sal kan ek by ons na "
                  "maar een uit oor tot daar hierdie moet so nog wees meer toe of sê haar hom jaar "
                  "onder teen wil"},
    LanguageWords{"ca",
                  "de la i que el en a per un els les amb una del és no al se més dels com ha pel "
                  "també però seu són les aquest "
                  "aquesta sobre entre fins va han ser molt quan tot sense o anys després des on "
                  "cada perquè"},
    LanguageWords{"lt",
                  "ir kad yra į su iš tai ne bet kaip už apie buvo jo per nuo po bus tik taip jau "
                  "ar pagal metų prie iki dar tačiau "
                  "kurie kuris kuri jie jis ji mes būti dėl savo"},
    LanguageWords{"lv",
                  "un ir ar no par kas uz ka bet arī tas lai kā ne viņš to vai pēc tika gada gan "
                  "jau līdz tā pie bija būt tiek "
                  "savu kurš kura mūsu šo viņa"},
    LanguageWords{"et",
                  "ja on et ei oli see ta ka kui ning mis aga siis oma või kes ma nii ole selle "
                  "seda välja veel juba aasta pärast "
                  "üle meie nad need kuid olnud tema saab mida"},
    LanguageWords{"sq",
                  "të e në dhe i për me një se nga që është u ka do më nuk kanë si por duke edhe "
                  "tij saj tyre këtë ky kjo pas "
                  "janë ishte mund kur"},
    LanguageWords{
        "ru",
        "и в не на что с по это как а к из у за от о так для но его все же он они мы был было были "
        "бы если "
        "или ещё еще при до также уже только может их её ее после которые который которая чтобы "
        "этого этом под том во "
        "со нет когда года году лет где более между перед через будет она я вы есть тоже ни об"},
    LanguageWords{"uk",
                  "і в не на що з та у до за як це по від його для про але й він вони ми був було "
                  "були або ще при також вже "
                  "тільки може їх її після які який яка щоб цього під із зі коли року років де "
                  "більше між перед через буде вона я "
                  "ви є ні бо якщо цей ця"},
    LanguageWords{"bg",
                  "и на да в се от за с не е че по са това като ще си до а му но или към при има "
                  "той те тя който която които "
                  "след беше бяха може само още вече така също през между преди без над под когато "
                  "където години година бъде"},
    LanguageWords{
        "sr",
        "и је у на се да за су од с о како који која које ће што не до из би те али није или бити "
        "као по бити био била "
        "само још при након према због када може између године има овај ова ово све тако већ без"},
    LanguageWords{"el",
                  "και το να του η της με που για την στο από ο τα σε τον οι δεν των είναι θα στην "
                  "τη μια ένα αυτό ότι στη έχει "
                  "τους στον τις πως αλλά κατά μετά όπως ως πριν όταν αν μας ήταν έχουν"},
    LanguageWords{"zu",
                  "ukuthi futhi uma kodwa ngoba nge kanye yena bona lapho manje kakhulu noma "
                  "njengoba lokhu lolu leli abantu "
                  "ngesikhathi ukuze kusho wathi bathi"},
    LanguageWords{"xh",
                  "ukuba kwaye ukuze kodwa kuba okanye xa nangona kunye apho ngoku kakhulu abantu "
                  "uthi bathi njengoko oku olu eli "
                  "ngexesha"},
    LanguageWords{"ar",
                  "في من على أن إلى عن التي الذي هذا هذه ما لا مع كان كانت قد لم بعد أو إن كل بين "
                  "قبل هو هي ذلك حيث عند حتى ولا "
                  "وقد وفي ومن خلال كما"},
    LanguageWords{"he",
                  "של את על לא הוא זה כי גם עם היא אני או אם יש כל מה אבל רק היה הם אך אחרי לפני "
                  "בין כדי אל היו זאת אשר"},
    LanguageWords{"fa",
                  "و در به از که این را با است برای آن یک تا بر هم خود می های شد شده ها کرد بود "
                  "اما دیگر وی یا نیز پس پیش"},
    LanguageWords{"vi",
                  "và của là có được trong cho không một các với những người đã này khi để từ đến "
                  "như về cũng nhiều ra vào tại "
                  "năm còn nhưng sẽ theo trên bị phải"},
    LanguageWords{"hi",
                  "के में की है और को से का पर ने कि यह एक भी हैं नहीं इस हो कर था लिए तो गया वह जो किया "
                  "साथ रहा थे अपने तक थी"},
};
static_assert(kLanguages.size() <= 64);

}  // namespace

const FunctionWords& FunctionWords::Get() {
  static const FunctionWords function_words;
  return function_words;
}

FunctionWords::FunctionWords() : buckets_(), first_numbers_(), languages_{0}, shares_{1} {
  struct Known {
    uint32_t hash;
    uint64_t languages;
  };
  std::vector<std::vector<Known>> known(kBuckets);
  for (size_t language = 0; language < kLanguages.size(); ++language) {
    std::string_view rest = kLanguages[language].words;
    while (!rest.empty()) {
      const size_t space = rest.find(' ');
      const uint32_t hash = WordHash(rest.substr(0, space));
      rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
      std::vector<Known>& words = known[BucketOf(hash)];
      auto word = std::find_if(words.begin(), words.end(),
                               [hash](const Known& other) { return other.hash == hash; });
      if (word == words.end()) word = words.insert(word, {hash, 0});
      word->languages |= uint64_t{1} << language;
    }
  }
  for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
    const std::vector<Known>& words = known[bucket];
    // Not with the words above; with others, other bits of the hash may tell them apart, or more.
    if (words.size() > kLanes) throw std::logic_error("function words: a bucket has no room");
    std::array<uint32_t, kLanes> hashes;
    hashes.fill(bucket == BucketOf(0) ? uint32_t{1} << kBucketShift : 0);
    first_numbers_[bucket] = static_cast<uint16_t>(languages_.size());
    for (size_t lane = 0; lane < words.size(); ++lane) {
      hashes[lane] = words[lane].hash;
      languages_.push_back(words[lane].languages);
      shares_.push_back(1.0 / std::popcount(words[lane].languages));
    }
    std::memcpy(&buckets_[bucket], hashes.data(), sizeof(Bucket));
  }
}

std::vector<std::string_view> FunctionWords::LanguageCodes() {
  std::vector<std::string_view> codes;
  codes.reserve(kLanguages.size());
  for (const LanguageWords& language : kLanguages) codes.push_back(language.code);
  return codes;
}

std::string_view FunctionWords::LanguageCode(size_t language) { return kLanguages[language].code; }

uint64_t FunctionWords::BitOf(std::string_view language_code) {
  for (size_t i = 0; i < kLanguages.size(); ++i) {
    if (kLanguages[i].code == language_code) return uint64_t{1} << i;
  }
  return 0;
}

}  // namespace strigil
