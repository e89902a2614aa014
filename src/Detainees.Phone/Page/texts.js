// The page's own words. The bot's words come from the bot.
const en = {
  name: "English", person: "Maria", chats: "Chats", tools: "Tools", newChat: "New chat", personName: "Name of the person", personLanguage: "Language of their phone",
  create: "Create", pageLanguage: "Language of this page", editing: "Editing a message", cancel: "Cancel", send: "Send", attach: "Attach",
  keyboard: "Show or hide the keyboard", voice: "Record a voice message", start: "Start", unblock: "Unblock the bot", block: "Block the bot", message: "Message",
  stored: "What the server has stored", storedHint: "What was sent is sealed: the case workers can open it, the server cannot.", nothingStored: "Nothing yet.",
  refresh: "Refresh", clock: "Clock", hour: "+1 hour", day: "+1 day", threeDays: "+3 days", faults: "Bad network", faultsHint: "What should go wrong the next time?",
  tooMany: "Too many requests", serverError: "Server error", cutAfter: "Cut after sending", duplicate: "Everything twice", clear: "Clear", requests: "Requests of the bot",
  ok: "OK", close: "Close", place: "Send a place", latitude: "Latitude", longitude: "Longitude", caption: "Caption", typing: "is typing…", bot: "bot", edited: "edited",
  protected: "protected: apps are asked not to copy or forward it", copy: "Copy text", edit: "Edit", remove: "Delete", photos: "Photo or album", file: "File",
  audio: "Audio or voice file", video: "Video", location: "Place", contact: "My phone number", copied: "Copied", empty: "Press Start to begin.", blocked: "You blocked this bot.",
  failed: "That did not work.", photo: "Photo", menu: "Message menu", commands: "Commands", lost: "Connecting again…", voiceMessage: "Voice message",
  today: "Today is", formLanguage: "Language", restart: "Start again", saveWalk: "Save this walk", check: "Check", questions: "Questions",
  questionsHint: "Press one to be asked it now.", fits: "No faults found.", fitsNot: "The file cannot be used as it is now. You see what it was before.", remarks: "{n} remarks.",
  placeBegin: "Not begun.", placeQuestion: "Asking: {name}", placeReview: "Looking over the answers", placeSent: "Sent", steps: "{n} steps", saved: "Saved.",
  notAsked: "not asked now", answered: "answered", skipped: "skipped", unknown: "not known", refused: "rather not say", later: "later",
};
const hy = {
  name: "Հայերեն", person: "Անահիտ", chats: "Զրույցներ", tools: "Գործիքներ", newChat: "Նոր զրույց", personName: "Մարդու անունը", personLanguage: "Նրա հեռախոսի լեզուն",
  create: "Ստեղծել", pageLanguage: "Այս էջի լեզուն", editing: "Հաղորդագրության խմբագրում", cancel: "Չեղարկել", send: "Ուղարկել", attach: "Կցել",
  keyboard: "Ցույց տալ կամ թաքցնել ստեղնաշարը", voice: "Ձայնագրել հաղորդագրություն", start: "Սկսել", unblock: "Արգելաբացել բոտը", block: "Արգելափակել բոտը", message: "Հաղորդագրություն",
  stored: "Ինչ է պահվել սերվերում", storedHint: "Կնքված է. գործը վարողները կարող են բացել, սերվերը՝ ոչ։", nothingStored: "Դեռ ոչինչ։",
  refresh: "Թարմացնել", clock: "Ժամացույց", hour: "+1 ժամ", day: "+1 օր", threeDays: "+3 օր", faults: "Վատ կապ", faultsHint: "Ի՞նչը պետք է խափանվի հաջորդ անգամ։",
  tooMany: "Չափազանց շատ հարցումներ", serverError: "Սերվերի սխալ", cutAfter: "Կապի ընդհատում ուղարկելուց հետո", duplicate: "Ամեն ինչ երկու անգամ", clear: "Մաքրել", requests: "Բոտի հարցումները",
  ok: "Լավ", close: "Փակել", place: "Ուղարկել վայր", latitude: "Լայնություն", longitude: "Երկայնություն", caption: "Նկարագրություն", typing: "գրում է…", bot: "բոտ", edited: "խմբագրված",
  protected: "պաշտպանված է. հավելվածներին խնդրվում է չպատճենել և չփոխանցել", copy: "Պատճենել տեքստը", edit: "Խմբագրել", remove: "Ջնջել", photos: "Լուսանկար կամ ալբոմ", file: "Ֆայլ",
  audio: "Ձայնային ֆայլ", video: "Տեսանյութ", location: "Վայր", contact: "Իմ հեռախոսահամարը", copied: "Պատճենված է", empty: "Սեղմեք «Սկսել»։", blocked: "Դուք արգելափակել եք այս բոտը։",
  failed: "Չստացվեց։", photo: "Լուսանկար", menu: "Հաղորդագրության ընտրացանկ", commands: "Հրամաններ", lost: "Կապը վերականգնվում է…", voiceMessage: "Ձայնային հաղորդագրություն",
  today: "Այսօր համարել", formLanguage: "Լեզուն", restart: "Սկսել նորից", saveWalk: "Պահպանել այս ընթացքը", check: "Ստուգում", questions: "Հարցերը",
  questionsHint: "Սեղմեք հարցը, որ հիմա տրվի։", fits: "Սխալներ չկան։", fitsNot: "Ֆայլն այս տեսքով հնարավոր չէ օգտագործել։ Ցույց է տրվում նախորդը։", remarks: "Դիտողություններ՝ {n}։",
  placeBegin: "Դեռ չի սկսվել։", placeQuestion: "Տրվում է՝ {name}", placeReview: "Պատասխանների ստուգում", placeSent: "Ուղարկված է", steps: "քայլեր՝ {n}", saved: "Պահպանված է։",
  notAsked: "հիմա չի տրվում", answered: "պատասխանված", skipped: "բաց թողնված", unknown: "հայտնի չէ", refused: "չի ցանկանում ասել", later: "հետո",
};
const ru = {
  name: "Русский", person: "Мария", chats: "Чаты", tools: "Инструменты", newChat: "Новый чат", personName: "Имя человека", personLanguage: "Язык его телефона",
  create: "Создать", pageLanguage: "Язык этой страницы", editing: "Изменение сообщения", cancel: "Отмена", send: "Отправить", attach: "Прикрепить",
  keyboard: "Показать или скрыть клавиатуру", voice: "Записать голосовое сообщение", start: "Начать", unblock: "Разблокировать бота", block: "Заблокировать бота", message: "Сообщение",
  stored: "Что хранится на сервере", storedHint: "Запечатано: открыть могут те, кто ведёт дело, но не сервер.", nothingStored: "Пока ничего.",
  refresh: "Обновить", clock: "Часы", hour: "+1 час", day: "+1 день", threeDays: "+3 дня", faults: "Плохая связь", faultsHint: "Что должно сломаться в следующий раз?",
  tooMany: "Слишком много запросов", serverError: "Ошибка сервера", cutAfter: "Обрыв после отправки", duplicate: "Всё дважды", clear: "Сбросить", requests: "Запросы бота",
  ok: "Хорошо", close: "Закрыть", place: "Отправить место", latitude: "Широта", longitude: "Долгота", caption: "Подпись", typing: "печатает…", bot: "бот", edited: "изменено",
  protected: "защищено: приложения просят не копировать и не пересылать", copy: "Копировать текст", edit: "Изменить", remove: "Удалить", photos: "Фото или альбом", file: "Файл",
  audio: "Аудио или голос из файла", video: "Видео", location: "Место", contact: "Мой номер телефона", copied: "Скопировано", empty: "Нажмите «Начать».", blocked: "Вы заблокировали этого бота.",
  failed: "Не получилось.", photo: "Фото", menu: "Меню сообщения", commands: "Команды", lost: "Соединяемся снова…", voiceMessage: "Голосовое сообщение",
  today: "Считать сегодня", formLanguage: "Язык", restart: "Начать заново", saveWalk: "Сохранить этот проход", check: "Проверка", questions: "Вопросы",
  questionsHint: "Нажмите на вопрос, чтобы его задали сейчас.", fits: "Ошибок нет.", fitsNot: "В таком виде файл использовать нельзя. Показано то, что было раньше.", remarks: "Замечаний: {n}.",
  placeBegin: "Не начато.", placeQuestion: "Сейчас: {name}", placeReview: "Проверка ответов", placeSent: "Отправлено", steps: "шагов: {n}", saved: "Сохранено.",
  notAsked: "сейчас не задаётся", answered: "отвечен", skipped: "пропущен", unknown: "неизвестно", refused: "не хочет говорить", later: "потом",
};
const ar = {
  name: "العربية", person: "ليلى", chats: "المحادثات", tools: "الأدوات", newChat: "محادثة جديدة", personName: "اسم الشخص", personLanguage: "لغة هاتفه",
  create: "إنشاء", pageLanguage: "لغة هذه الصفحة", editing: "تعديل رسالة", cancel: "إلغاء", send: "إرسال", attach: "إرفاق",
  keyboard: "إظهار لوحة الأزرار أو إخفاؤها", voice: "تسجيل رسالة صوتية", start: "ابدأ", unblock: "إلغاء حظر البوت", block: "حظر البوت", message: "رسالة",
  stored: "ما خزّنه الخادم", storedHint: "مختوم: يستطيع العاملون على الملف فتحه، ولا يستطيع الخادم.", nothingStored: "لا شيء بعد.",
  refresh: "تحديث", clock: "الساعة", hour: "+ ساعة", day: "+ يوم", threeDays: "+ ٣ أيام", faults: "شبكة سيئة", faultsHint: "ما الذي يجب أن يتعطل في المرة القادمة؟",
  tooMany: "طلبات كثيرة جدا", serverError: "خطأ في الخادم", cutAfter: "انقطاع بعد الإرسال", duplicate: "كل شيء مرتين", clear: "مسح", requests: "طلبات البوت",
  ok: "حسنا", close: "إغلاق", place: "إرسال مكان", latitude: "خط العرض", longitude: "خط الطول", caption: "وصف", typing: "يكتب…", bot: "بوت", edited: "معدّلة",
  protected: "محمية: يُطلب من التطبيقات عدم نسخها أو إعادة توجيهها", copy: "نسخ النص", edit: "تعديل", remove: "حذف", photos: "صورة أو ألبوم", file: "ملف",
  audio: "ملف صوتي", video: "فيديو", location: "مكان", contact: "رقم هاتفي", copied: "تم النسخ", empty: "اضغط «ابدأ».", blocked: "لقد حظرت هذا البوت.",
  failed: "لم ينجح ذلك.", photo: "صورة", menu: "قائمة الرسالة", commands: "الأوامر", lost: "جارٍ الاتصال من جديد…", voiceMessage: "رسالة صوتية",
  today: "اعتبر اليوم", formLanguage: "اللغة", restart: "البدء من جديد", saveWalk: "حفظ هذا المسار", check: "الفحص", questions: "الأسئلة",
  questionsHint: "اضغط على سؤال ليُطرح الآن.", fits: "لا أخطاء.", fitsNot: "لا يمكن استخدام الملف كما هو الآن. ما تراه هو ما كان قبله.", remarks: "الملاحظات: {n}.",
  placeBegin: "لم يبدأ بعد.", placeQuestion: "السؤال الآن: {name}", placeReview: "مراجعة الإجابات", placeSent: "أُرسل", steps: "الخطوات: {n}", saved: "تم الحفظ.",
  notAsked: "لا يُطرح الآن", answered: "أُجيب", skipped: "تُرك", unknown: "غير معروف", refused: "يفضل عدم القول", later: "لاحقا",
};

export const languages = { en, hy, ru, ar };
export const phoneLanguages = { hy: "Հայերեն", ru: "Русский", en: "English", ar: "العربية", fa: "فارسی", ka: "ქართული", tr: "Türkçe", fr: "Français" };

let current = "en";

export const language = () => current;

/** The locale for dates: where the browser has none for the language, day.month.year as it is written there. */
export const dates = () => (Intl.DateTimeFormat.supportedLocalesOf(current).length > 0 ? current : "ru");
export const say = (key) => languages[current][key] ?? en[key] ?? key;

/** Takes a language and writes all fixed texts of the page in it. */
export function speak(code) {
  current = languages[code] ? code : "en";
  document.documentElement.lang = current;
  document.documentElement.dir = current === "ar" ? "rtl" : "ltr";
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll("[data-say-label]")) {
    node.setAttribute("aria-label", say(node.dataset.sayLabel));
    node.title = say(node.dataset.sayLabel);
  }
}
