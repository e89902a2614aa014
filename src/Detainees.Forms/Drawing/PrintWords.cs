namespace Detainees.Forms;

/// <summary>The words that a printed form adds to the author's. Numbers stand for questions: "7" is the seventh.</summary>
internal sealed record PrintWords
{
    public required string OnlyIf { get; init; }

    /// <summary>0 an author's text, in the marks that the language quotes with.</summary>
    public required string Quoted { get; init; }

    /// <summary>0 the question's number, 1 what the answer is.</summary>
    public required string AnswerIs { get; init; }

    /// <summary>0 the question's number, 1 what the answer is not.</summary>
    public required string AnswerIsNot { get; init; }

    /// <summary>0 the question's number, 1 a choice that is one of those made.</summary>
    public required string AnswerIncludes { get; init; }

    /// <summary>0 the question's number, 1 a choice that is none of those made.</summary>
    public required string AnswerIncludesNot { get; init; }

    /// <summary>0 a choice, beside the question's number on an arrow.</summary>
    public required string Includes { get; init; }

    /// <summary>0 a choice, beside the question's number on an arrow.</summary>
    public required string IncludesNot { get; init; }

    /// <summary>0 the question's number.</summary>
    public required string Answered { get; init; }

    /// <summary>0 the question's number.</summary>
    public required string NotAnswered { get; init; }

    public required string Not { get; init; }
    public required string And { get; init; }
    public required string Or { get; init; }
    public required string AtLeast { get; init; }
    public required string AtMost { get; init; }
    public required string MoreThan { get; init; }
    public required string LessThan { get; init; }
    public required string AnsweredShort { get; init; }
    public required string NotAnsweredShort { get; init; }
    public required string MarkOne { get; init; }
    public required string MarkAny { get; init; }
    public required string NumberInOrder { get; init; }
    public required string MustBeAnswered { get; init; }
    public required string Day { get; init; }
    public required string Month { get; init; }
    public required string Year { get; init; }
    public required string Hour { get; init; }
    public required string Minute { get; init; }
    public required string Attach { get; init; }
    public required string Place { get; init; }
    public required string Agreed { get; init; }
    public required string AnotherSheet { get; init; }
    public required string Reference { get; init; }
    public required string FilledIn { get; init; }
    public required string Version { get; init; }
    public required string Start { get; init; }
    public required string End { get; init; }
    public required string ForEach { get; init; }

    /// <summary>The words in a form's language, by its code: <c>Հայերեն (hy)</c>. English where we have none.</summary>
    public static PrintWords Of(string language) => LanguageCode.Of(language) switch
    {
        "hy" => Armenian,
        "ru" => Russian,
        "fr" => French,
        "ar" => Arabic,
        _ => English,
    };

    private static readonly PrintWords English = new()
    {
        AnswerIncludes = "the answer to question {0} includes {1}", AnswerIncludesNot = "the answer to question {0} does not include {1}",
        Includes = "includes {0}", IncludesNot = "does not include {0}",
        Quoted = "“{0}”",
        OnlyIf = "Only if", AnswerIs = "the answer to question {0} is {1}", AnswerIsNot = "the answer to question {0} is not {1}",
        Answered = "question {0} is answered", NotAnswered = "question {0} is not answered", Not = "not", And = "and", Or = "or",
        AtLeast = "{0} or more", AtMost = "{0} or less", MoreThan = "more than {0}", LessThan = "less than {0}",
        AnsweredShort = "answered", NotAnsweredShort = "no answer", MarkOne = "Mark one", MarkAny = "Mark all that apply",
        NumberInOrder = "Write 1, 2, 3 … in the order of your choice", MustBeAnswered = "must be answered", Day = "day", Month = "month", Year = "year",
        Hour = "hour", Minute = "minute", Attach = "Attached to this paper (how many):", Place = "Name of the place, or its coordinates", Agreed = "Yes, I agree",
        AnotherSheet = "If there are more, take another sheet.", Reference = "Reference", FilledIn = "Filled in on", Version = "version", Start = "Start", End = "Sent",
        ForEach = "once for each",
    };

    private static readonly PrintWords Armenian = new()
    {
        AnswerIncludes = "{0} հարցի պատասխանների մեջ կա {1}", AnswerIncludesNot = "{0} հարցի պատասխանների մեջ չկա {1}",
        Includes = "կա {0}", IncludesNot = "չկա {0}",
        Quoted = "«{0}»",
        OnlyIf = "Միայն եթե", AnswerIs = "{0} հարցի պատասխանն է {1}", AnswerIsNot = "{0} հարցի պատասխանը {1} չէ",
        Answered = "{0} հարցին պատասխանել եք", NotAnswered = "{0} հարցին չեք պատասխանել", Not = "ոչ", And = "և", Or = "կամ",
        AtLeast = "{0} կամ ավելի", AtMost = "{0} կամ պակաս", MoreThan = "{0}-ից ավելի", LessThan = "{0}-ից պակաս",
        AnsweredShort = "պատասխան կա", NotAnsweredShort = "պատասխան չկա", MarkOne = "Նշեք մեկը", MarkAny = "Նշեք բոլոր ճիշտերը",
        NumberInOrder = "Գրեք 1, 2, 3 … Ձեր ընտրած հերթով", MustBeAnswered = "պատասխանը պարտադիր է", Day = "օր", Month = "ամիս", Year = "տարի",
        Hour = "ժամ", Minute = "րոպե", Attach = "Կցված է այս թղթին (քանի հատ)՝", Place = "Վայրի անունը կամ կոորդինատները", Agreed = "Այո, համաձայն եմ",
        AnotherSheet = "Եթե ավելի շատ են, վերցրեք ևս մեկ թերթ։", Reference = "Համար", FilledIn = "Լրացվել է", Version = "տարբերակ", Start = "Սկիզբ", End = "Ուղարկված է",
        ForEach = "յուրաքանչյուրի համար",
    };

    private static readonly PrintWords Russian = new()
    {
        AnswerIncludes = "среди ответов на вопрос {0} есть {1}", AnswerIncludesNot = "среди ответов на вопрос {0} нет {1}",
        Includes = "есть {0}", IncludesNot = "нет {0}",
        Quoted = "«{0}»",
        OnlyIf = "Только если", AnswerIs = "ответ на вопрос {0} — {1}", AnswerIsNot = "ответ на вопрос {0} — не {1}",
        Answered = "на вопрос {0} есть ответ", NotAnswered = "на вопрос {0} нет ответа", Not = "не", And = "и", Or = "или",
        AtLeast = "{0} или больше", AtMost = "{0} или меньше", MoreThan = "больше {0}", LessThan = "меньше {0}",
        AnsweredShort = "есть ответ", NotAnsweredShort = "нет ответа", MarkOne = "Отметьте одно", MarkAny = "Отметьте всё, что подходит",
        NumberInOrder = "Напишите 1, 2, 3 … в нужном порядке", MustBeAnswered = "ответ обязателен", Day = "день", Month = "месяц", Year = "год",
        Hour = "час", Minute = "минута", Attach = "Приложено к этому листу (сколько):", Place = "Название места или координаты", Agreed = "Да, согласие даю",
        AnotherSheet = "Если их больше, возьмите ещё один лист.", Reference = "Номер", FilledIn = "Дата заполнения", Version = "версия", Start = "Начало", End = "Отправлено",
        ForEach = "для каждого",
    };

    private static readonly PrintWords French = new()
    {
        AnswerIncludes = "la réponse à la question {0} comprend {1}", AnswerIncludesNot = "la réponse à la question {0} ne comprend pas {1}",
        Includes = "comprend {0}", IncludesNot = "ne comprend pas {0}",
        Quoted = "« {0} »",
        OnlyIf = "Seulement si", AnswerIs = "la réponse à la question {0} est {1}", AnswerIsNot = "la réponse à la question {0} n’est pas {1}",
        Answered = "il y a une réponse à la question {0}", NotAnswered = "il n’y a pas de réponse à la question {0}", Not = "non", And = "et", Or = "ou",
        AtLeast = "{0} ou plus", AtMost = "{0} ou moins", MoreThan = "plus de {0}", LessThan = "moins de {0}",
        AnsweredShort = "avec réponse", NotAnsweredShort = "sans réponse", MarkOne = "Cochez une case", MarkAny = "Cochez tout ce qui convient",
        NumberInOrder = "Écrivez 1, 2, 3 … dans l’ordre voulu", MustBeAnswered = "réponse nécessaire", Day = "jour", Month = "mois", Year = "année",
        Hour = "heure", Minute = "minute", Attach = "Joint à cette feuille (combien) :", Place = "Nom du lieu ou coordonnées", Agreed = "Oui, je suis d’accord",
        AnotherSheet = "S’il y en a d’autres, prenez une autre feuille.", Reference = "Référence", FilledIn = "Rempli le", Version = "version", Start = "Début", End = "Envoyé",
        ForEach = "pour chacun",
    };

    private static readonly PrintWords Arabic = new()
    {
        AnswerIncludes = "تضمنت الإجابة عن السؤال {0} الخيار {1}", AnswerIncludesNot = "لم تتضمن الإجابة عن السؤال {0} الخيار {1}",
        Includes = "تتضمن {0}", IncludesNot = "لا تتضمن {0}",
        Quoted = "«{0}»",
        OnlyIf = "فقط إذا", AnswerIs = "كانت الإجابة عن السؤال {0} هي {1}", AnswerIsNot = "لم تكن الإجابة عن السؤال {0} هي {1}",
        Answered = "كانت هناك إجابة عن السؤال {0}", NotAnswered = "لم تكن هناك إجابة عن السؤال {0}", Not = "ليس", And = "و", Or = "أو",
        AtLeast = "{0} أو أكثر", AtMost = "{0} أو أقل", MoreThan = "أكثر من {0}", LessThan = "أقل من {0}",
        AnsweredShort = "توجد إجابة", NotAnsweredShort = "لا توجد إجابة", MarkOne = "ضع علامة واحدة", MarkAny = "ضع علامة على كل ما ينطبق",
        NumberInOrder = "اكتب 1، 2، 3 … حسب ترتيب اختيارك", MustBeAnswered = "الإجابة ضرورية", Day = "اليوم", Month = "الشهر", Year = "السنة",
        Hour = "الساعة", Minute = "الدقيقة", Attach = "مرفق بهذه الورقة (العدد):", Place = "اسم المكان أو إحداثياته", Agreed = "نعم، أوافق",
        AnotherSheet = "إذا كان هناك المزيد فخذ ورقة أخرى.", Reference = "الرقم المرجعي", FilledIn = "تاريخ التعبئة", Version = "الإصدار", Start = "البداية", End = "أُرسل",
        ForEach = "لكل واحد",
    };
}
