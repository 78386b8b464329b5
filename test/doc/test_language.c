#include "support/arena.h"
#include "support/fault.h"
#include "support/prove.h"

#include "doc/doc.h"

#include <string.h>

/* Two paragraphs of invented news each. */
static const struct { const char *code, *name, *texts[2]; } foreign[] = {
    { "fr", "French", {
        "Deux camions du convoi de secours ont été touchés vendredi près de Tolland, ont annoncé les autorités. Le ministère, qui avait d'abord évoqué une fuite de gaz, a déclaré qu'il étudiait désormais la piste d'un drone. Personne n'a revendiqué l'attaque pour l'instant.",
        "Le maire de la ville portuaire a indiqué que les habitants du quartier avaient été évacués dans la nuit. Selon un porte-parole de la police, trois hommes sont recherchés, mais leur identité n'est pas connue. Une enquête a été ouverte par le parquet de la région." } },
    { "de", "German", {
        "Zwei Lastwagen des Hilfskonvois sind am Freitag in der Nähe von Tolland getroffen worden, wie die Behörden mitteilten. Das Ministerium, das zunächst von einem Gasleck gesprochen hatte, erklärte, man prüfe nun auch den Einsatz einer Drohne. Zu dem Angriff hat sich bisher niemand bekannt.",
        "Der Bürgermeister der Hafenstadt sagte, die Bewohner des Viertels seien in der Nacht in Sicherheit gebracht worden. Nach Angaben der Polizei wird nach drei Männern gesucht, deren Namen nicht bekannt sind. Die Staatsanwaltschaft hat ein Verfahren eingeleitet." } },
    { "es", "Spanish", {
        "Dos camiones del convoy de ayuda fueron alcanzados el viernes cerca de Tolland, según informaron las autoridades. El ministerio, que al principio habló de una fuga de gas, dijo que ahora investiga el uso de un dron. Nadie se ha atribuido el ataque hasta el momento.",
        "El alcalde de la ciudad portuaria explicó que los vecinos del barrio fueron evacuados durante la noche. La policía busca a tres hombres cuya identidad no se conoce, aunque los investigadores sospechan que llegaron por el mar desde la costa del norte." } },
    { "pt", "Portuguese", {
        "Dois caminhões do comboio de ajuda foram atingidos na sexta-feira perto de Tolland, informaram as autoridades. O ministério, que a princípio falou em vazamento de gás, disse que agora investiga o uso de um drone. Ninguém assumiu a autoria do ataque até o momento.",
        "O prefeito da cidade portuária afirmou que os moradores do bairro foram retirados durante a noite. A polícia procura três homens, mas não se sabe quem eles são. Os investigadores suspeitam que tenham chegado pelo mar, vindos da costa do norte." } },
    { "it", "Italian", {
        "Due camion del convoglio di aiuti sono stati colpiti venerdì vicino a Tolland, hanno riferito le autorità. Il ministero, che in un primo momento aveva parlato di una fuga di gas, ha detto che ora si indaga sull'uso di un drone. Nessuno ha rivendicato l'attacco.",
        "Il sindaco della città portuale ha spiegato che gli abitanti del quartiere sono stati allontanati nella notte. La polizia cerca tre uomini di cui non si conosce il nome, ma gli inquirenti ritengono che siano arrivati dal mare, dalla costa del nord." } },
    { "nl", "Dutch", {
        "Twee vrachtwagens van het hulpkonvooi zijn vrijdag bij Tolland geraakt, zo melden de autoriteiten. Het ministerie, dat eerst van een gaslek sprak, zei dat het nu ook naar een drone kijkt. Niemand heeft de aanval tot nu toe opgeëist, en het konvooi is naar de kust teruggekeerd.",
        "De burgemeester van de havenstad zei dat de bewoners van de wijk in de nacht zijn weggehaald. Volgens de politie wordt er gezocht naar drie mannen van wie de namen niet bekend zijn. Het onderzoek is door het openbaar ministerie overgenomen." } },
    { "sv", "Swedish", {
        "Två lastbilar i hjälpkonvojen träffades på fredagen nära Tolland, enligt myndigheterna. Departementet, som först talade om en gasläcka, säger att man nu också undersöker om det var en drönare. Ingen har ännu tagit på sig attacken och konvojen har vänt tillbaka mot kusten.",
        "Borgmästaren i hamnstaden säger att de boende i kvarteret fick lämna sina hem under natten. Polisen söker tre män men vet inte vilka de är. Åklagaren har inlett en förundersökning och tror att männen kom över havet från kusten i norr." } },
    { "da", "Danish", {
        "To lastbiler i hjælpekonvojen blev ramt fredag i nærheden af Tolland, oplyser myndighederne. Ministeriet, der først talte om et gasudslip, siger, at man nu også undersøger, om det var en drone. Ingen har endnu taget ansvaret for angrebet, og konvojen er vendt tilbage mod kysten.",
        "Borgmesteren i havnebyen siger, at beboerne i kvarteret blev evakueret i løbet af natten. Politiet leder efter tre mænd, men ved ikke, hvem de er. Ifølge anklageren er de formentlig kommet over havet, og efterforskningen er kun lige begyndt." } },
    { "nb", "Norwegian", {
        "To lastebiler i hjelpekonvoien ble truffet fredag i nærheten av Tolland, opplyser myndighetene. Departementet, som først snakket om en gasslekkasje, sier at de nå også undersøker om det var en drone. Ingen har så langt tatt på seg ansvaret for angrepet, og konvoien har snudd mot kysten.",
        "Ordføreren i havnebyen sier at beboerne i strøket ble evakuert i løpet av natten. Politiet leter etter tre menn, men vet ikke hvem de er. Ifølge påtalemyndigheten kom de trolig over havet, og etterforskningen har bare så vidt begynt." } },
    { "fi", "Finnish", {
        "Kaksi avustussaattueen kuorma-autoa joutui perjantaina iskun kohteeksi lähellä Tollandia, viranomaiset kertoivat. Ministeriö, joka puhui ensin kaasuvuodosta, sanoi että nyt tutkitaan myös lennokkia. Kukaan ei ole ilmoittautunut iskun tekijäksi, ja saattue on kääntynyt takaisin rannikolle.",
        "Satamakaupungin pormestari kertoi, että korttelin asukkaat vietiin yöllä turvaan. Poliisi etsii kolmea miestä, mutta heidän nimensä eivät ole tiedossa. Syyttäjän mukaan miehet ovat todennäköisesti tulleet meren yli, ja tutkinta on vasta alussa." } },
    { "pl", "Polish", {
        "Dwie ciężarówki z konwoju z pomocą zostały trafione w piątek pod Tolland, poinformowały władze. Ministerstwo, które najpierw mówiło o wycieku gazu, oświadczyło, że teraz bada także użycie drona. Do ataku nikt się do tej pory nie przyznał, a konwój zawrócił w stronę wybrzeża.",
        "Burmistrz portowego miasta powiedział, że mieszkańcy dzielnicy zostali w nocy ewakuowani. Policja szuka trzech mężczyzn, ale nie wiadomo, kim są. Według prokuratury przypłynęli oni przez morze z północnego wybrzeża, a śledztwo dopiero się zaczyna." } },
    { "cs", "Czech", {
        "Dva nákladní vozy humanitárního konvoje byly v pátek zasaženy nedaleko Tollandu, uvedly úřady. Ministerstvo, které nejprve mluvilo o úniku plynu, oznámilo, že nyní prověřuje také použití dronu. K útoku se zatím nikdo nepřihlásil a konvoj se vrátil zpět k pobřeží.",
        "Starosta přístavního města řekl, že obyvatelé čtvrti byli v noci odvezeni do bezpečí. Policie hledá tři muže, ale není známo, kdo jsou. Podle státního zástupce připluli přes moře ze severu a vyšetřování je teprve na začátku, jak uvedl jeho mluvčí." } },
    { "hu", "Hungarian", {
        "A segélykonvoj két teherautóját érte találat pénteken Tolland közelében, közölték a hatóságok. A minisztérium, amely először gázszivárgásról beszélt, azt mondta, hogy most már egy drónt is vizsgálnak. A támadást eddig senki sem vállalta magára, és a konvoj visszafordult a part felé.",
        "A kikötőváros polgármestere elmondta, hogy a negyed lakóit az éjszaka biztonságba vitték. A rendőrség három férfit keres, de a nevük nem ismert. Az ügyészség szerint a tengeren át érkeztek, és a nyomozás még csak az elején tart." } },
    { "ro", "Romanian", {
        "Două camioane din convoiul de ajutoare au fost lovite vineri în apropiere de Tolland, au anunțat autoritățile. Ministerul, care a vorbit mai întâi de o scurgere de gaze, a spus că acum este cercetată și folosirea unei drone. Nimeni nu a revendicat atacul, iar convoiul s-a întors spre coastă.",
        "Primarul orașului port a declarat că locuitorii din cartier au fost evacuați în timpul nopții. Poliția caută trei bărbați, dar numele lor nu sunt cunoscute. Potrivit procurorilor, ei ar fi venit pe mare de pe coasta de nord, iar ancheta este abia la început." } },
    { "tr", "Turkish", {
        "Yardım konvoyundaki iki kamyon cuma günü Tolland yakınlarında vuruldu, yetkililer açıkladı. Önce bir gaz kaçağından söz eden bakanlık, şimdi bir insansız hava aracı ihtimalini de araştırdığını söyledi. Saldırıyı henüz kimse üstlenmedi ve konvoy kıyıya geri döndü.",
        "Liman kentinin belediye başkanı, mahalle sakinlerinin gece boyunca tahliye edildiğini söyledi. Polis üç kişiyi arıyor, ancak kim oldukları bilinmiyor. Savcılığa göre bu kişiler kuzey kıyısından deniz yoluyla geldi ve soruşturma daha yeni başladı." } },
    { "id", "Indonesian", {
        "Dua truk dari konvoi bantuan terkena serangan pada hari Jumat di dekat Tolland, kata para pejabat. Kementerian yang semula berbicara tentang kebocoran gas mengatakan bahwa sekarang mereka juga menyelidiki penggunaan pesawat nirawak. Belum ada yang mengaku bertanggung jawab atas serangan itu.",
        "Wali kota pelabuhan itu mengatakan bahwa warga telah dipindahkan pada malam hari. Polisi mencari tiga orang laki-laki, tetapi nama mereka belum diketahui. Menurut jaksa, mereka datang dari pantai utara dengan perahu dan penyelidikan ini akan berlangsung lama." } },
    { "hr", "Croatian", {
        "Dva kamiona iz konvoja s pomoći pogođena su u petak u blizini Tollanda, objavile su vlasti. Ministarstvo, koje je najprije govorilo o curenju plina, reklo je da se sada ispituje i upotreba drona. Za napad još nitko nije preuzeo odgovornost, a konvoj se vratio prema obali.",
        "Gradonačelnik lučkog grada rekao je da su stanovnici četvrti tijekom noći odvedeni na sigurno. Policija traži trojicu muškaraca, ali se ne zna tko su oni. Prema tužiteljstvu, došli su preko mora sa sjevera, a istraga je tek na početku." } },
    { "vi", "Vietnamese", {
        "Hai xe tải của đoàn cứu trợ đã bị trúng đạn hôm thứ sáu gần Tolland, các quan chức cho biết. Bộ này lúc đầu nói đến một vụ rò rỉ khí đốt, nay nói rằng họ đang xem xét khả năng có máy bay không người lái. Chưa có ai nhận trách nhiệm về vụ tấn công này và đoàn xe đã quay trở lại bờ biển.",
        "Thị trưởng của thành phố cảng nói rằng người dân trong khu phố đã được sơ tán trong đêm. Cảnh sát đang tìm ba người đàn ông, nhưng không biết họ là ai. Theo công tố viên, họ đã đến bằng đường biển từ phía bắc và cuộc điều tra chỉ mới bắt đầu." } },
    { "ru", "Russian", {
        "Два грузовика гуманитарной колонны были поражены в пятницу под Толландом, сообщили власти. Министерство, которое сначала говорило об утечке газа, заявило, что теперь рассматривает и версию о беспилотнике. Ответственность за нападение пока никто не взял.",
        "Мэр портового города сказал, что жители района ночью были вывезены в безопасное место. Полиция ищет троих мужчин, но кто они, неизвестно. По данным прокуратуры, они пришли морем с севера, и следствие только начинается." } },
    { "uk", "Ukrainian", {
        "Дві вантажівки гуманітарної колони були уражені в п'ятницю поблизу Толланда, повідомила влада. Міністерство, яке спершу говорило про витік газу, заявило, що тепер перевіряє й версію про безпілотник. Відповідальність за напад поки ніхто не взяв.",
        "Мер портового міста сказав, що мешканців району вночі вивезли в безпечне місце. Поліція шукає трьох чоловіків, але хто вони, невідомо. За даними прокуратури, вони прийшли морем із півночі, і слідство лише починається." } },
    { "ar", "Arabic", {
        "أصيبت شاحنتان من قافلة الإغاثة يوم الجمعة بالقرب من تولاند، حسبما أعلنت السلطات. وقالت الوزارة التي تحدثت في البداية عن تسرب للغاز إنها تدرس الآن احتمال استخدام طائرة مسيرة. ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى الآن.",
        "وقال رئيس بلدية المدينة الساحلية إن سكان الحي نقلوا خلال الليل إلى مكان آمن. وتبحث الشرطة عن ثلاثة رجال لم تعرف أسماؤهم بعد. وبحسب النيابة فإنهم جاءوا عن طريق البحر من الشمال، والتحقيق ما زال في بدايته." } },
    { "el", "Greek", {
        "Δύο φορτηγά της αυτοκινητοπομπής βοήθειας χτυπήθηκαν την Παρασκευή κοντά στο Τόλαντ, ανακοίνωσαν οι αρχές. Το υπουργείο, που αρχικά μίλησε για διαρροή αερίου, είπε ότι τώρα εξετάζει και τη χρήση ενός μη επανδρωμένου αεροσκάφους.",
        "Ο δήμαρχος της πόλης είπε ότι οι κάτοικοι της συνοικίας απομακρύνθηκαν μέσα στη νύχτα. Η αστυνομία αναζητεί τρεις άνδρες, αλλά δεν είναι γνωστό ποιοι είναι. Σύμφωνα με τον εισαγγελέα ήρθαν από τη θάλασσα." } },
    { "zh", "Chinese", {
        "当局表示，救援车队的两辆卡车星期五在托兰德附近遭到袭击。该部最初称是煤气泄漏，现在表示也在调查是否有无人机参与。迄今为止没有人声称对这次袭击负责，车队已经返回海岸。警方正在寻找三名男子，但他们的姓名尚不清楚，调查才刚刚开始。",
        "这座港口城市的市长说，该街区的居民已于夜间撤离到安全地带。检察官认为，这些人是从北方海岸乘船来的。医院方面说，有十一人受伤，其中三人伤势严重。市政府要求居民留在家中，等待进一步的通知，学校星期一也将关闭。" } },
    { "ja", "Japanese", {
        "当局によると、救援車列のトラック二台が金曜日にトランドの近くで攻撃を受けた。省は当初ガス漏れとしていたが、現在は無人機の可能性も調べていると述べた。これまでに犯行を認めた者はなく、車列は海岸に引き返した。",
        "港町の市長は、地区の住民が夜のうちに安全な場所へ移されたと語った。警察は三人の男を捜しているが、名前はわかっていない。検察によると、男たちは北の海岸から船で来たとみられ、捜査はまだ始まったばかりだという。" } },
};

static sayso_code read_words(const char *text, const char *declared, say_doc **doc, sayso_error *error)
{
    return say_doc_of(&(sayso_item){ .doc = "a text", .bytes = text, .size = strlen(text), .kind = SAYSO_TEXT, .language = declared }, arena, doc, error);
}

TEST(other_languages_are_said_to_be_so_and_the_text_is_given_all_the_same)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        for (int k = 0; k < 2; k++) {
            say_doc *doc;
            sayso_error error = { 0 };
            if (read_words(foreign[i].texts[k], "en", &doc, &error) != SAYSO_NOT_ENGLISH) fail_msg("taken for English: %s", foreign[i].texts[k]);
            const char *message = say_base_format(arena, NULL, "the text is %s (%s): only English is read", foreign[i].name, foreign[i].code);
            assert_string_equal(error.message, message);
            assert_string_equal(error.where, "a text");
            assert_string_equal(doc->language, foreign[i].code);
            assert_string_equal(doc->text, foreign[i].texts[k]);
        }
}

static const char *const english[] = {
    "Two trucks of the relief column were struck near Tolland on Friday, officials said. The ministry, which first spoke of a gas leak, said it was now looking at a drone. Nobody has claimed the attack so far, and the column has turned back to the coast.",
    /* capitals */
    "TOLLAND, 7 MAR 90 -- [TEXT] THE MINISTRY OF THE INTERIOR HAS REPORTED THAT TWO TRUCKS WERE BURNED ON THE ROAD TO TOLLAND BY UNIDENTIFIED INDIVIDUALS. THE MAYOR SAID THAT NOBODY HAS CLAIMED THE ATTACK. THE POLICE ARE SEARCHING FOR THREE MEN WHO CAME BY SEA.",
    /* many foreign names */
    "Jean-Luc de la Tour, Maria del Mar y Lopez, Ludwig van der Berg, Giuseppe di Stefano and Hans von und zu Tolland met in Les Halles with the men of Los Hermanos del Norte and La Voz de la Costa, and said that Rue de la Paix and Calle de la Luz had been cleared for El Paso del Norte.",
    /* a transcript */
    "LEE: So, you're telling me nobody saw it? RAY: Well, uh, no. I mean, we heard it. LEE: You heard it. RAY: Yeah. Like a motorbike, you know? And then it was gone. LEE: And nobody called? RAY: My wife called. They didn't pick up. LEE: OK. We'll go to a break, and then we'll be back with more.",
    /* a table of results */
    "Tolland 2 Lorne 1\nSarrow 0 Kessel 0\nArlen 3 Dorn 2\nHalm 1 Vey 1\nTolland City 4 Port Lorne 0\nSarrow United 2 Kessel Town 2\nArlen Rovers 1 Dorn Athletic 0\nHalm Wanderers 3 Vey Rangers 1\nEast Tolland 0 West Lorne 5\nNorth Sarrow 2 South Kessel 1\nLower Arlen 2 Upper Dorn 2",
    /* a quotation in another language */
    "The note, found by the door on Friday, said: \"Nous sommes les fils de la mer et nous avons pris ce qui est dans la ville pour les nôtres.\" The mayor said that she had never heard of the group, and that the police were looking for the men who had written it.",
};

TEST(english_is_never_refused)
{
    for (size_t i = 0; i < sizeof english / sizeof *english; i++) {
        say_doc *doc;
        sayso_error error = { 0 };
        if (read_words(english[i], "fr", &doc, &error)) fail_msg("%s: %s", error.message, english[i]);
        assert_string_equal(doc->language, "en");
    }
}

TEST(a_text_too_short_to_tell_is_read)
{
    say_doc *doc;
    assert_int_equal(read_words("Deux camions ont été touchés vendredi.", "fr", &doc, NULL), SAYSO_OK);
    assert_string_equal(doc->language, "fr");
    assert_int_equal(read_words("Deux camions ont été touchés vendredi.", NULL, &doc, NULL), SAYSO_OK);
    assert_string_equal(doc->language, "en");
    assert_int_equal(read_words("", NULL, &doc, NULL), SAYSO_OK);
}

/* A page's navigation may be in another language than its article. */
TEST(of_a_page_the_article_counts_and_not_what_it_declares)
{
    say_doc *doc;
    const char *page = say_base_format(arena, NULL, "<html lang=en><nav><a href=/>The news of the day and what it means for you and the city</a></nav><article><p>%s</p><p>%s</p></article>", foreign[0].texts[0], foreign[0].texts[1]);
    assert_int_equal(say_doc_of(&(sayso_item){ .doc = "page", .bytes = page, .size = strlen(page) }, arena, &doc, NULL), SAYSO_NOT_ENGLISH);
    assert_string_equal(doc->language, "fr");
    page = say_base_format(arena, NULL, "<html lang=fr><article><p>%s</p></article>", english[0]);
    assert_int_equal(say_doc_of(&(sayso_item){ .doc = "page", .bytes = page, .size = strlen(page) }, arena, &doc, NULL), SAYSO_OK);
    assert_string_equal(doc->language, "en");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(other_languages_are_said_to_be_so_and_the_text_is_given_all_the_same),
        PROVE(english_is_never_refused),
        PROVE(a_text_too_short_to_tell_is_read),
        PROVE(of_a_page_the_article_counts_and_not_what_it_declares),
    };
    return cmocka_run_group_tests_name("language", tests, open_arena, close_arena);
}
