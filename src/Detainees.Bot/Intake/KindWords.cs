namespace Detainees.Bot.Intake;

/// <summary>What the program itself, not a form, has to say to a family.</summary>
internal enum KindWord
{
    /// <summary>The last message could not be kept.</summary>
    SendAgain,
    TooFast,
    DayFull,
    ReportsFull,

    /// <summary>There is no valid team list.</summary>
    Closed,
}

/// <summary>The texts, in the person's language where it is known and otherwise in those of the first form.</summary>
internal static class KindWords
{
    /// <param name="language">As a form's header names it, "Հայերեն (hy)", or the phone's tag, "ru-RU"; null when neither is known.</param>
    public static string In(KindWord word, string? language)
    {
        var (hy, ru, en, fr, ar) = Of(word);
        return Code(language) switch
        {
            "hy" => hy,
            "ru" => ru,
            "en" => en,
            "fr" => fr,
            "ar" => ar,
            _ => $"{hy}\n\n{ru}\n\n{en}",
        };
    }

    private static string Code(string? language)
    {
        if (language is null) return "";
        var open = language.LastIndexOf('(');
        var code = open >= 0 && language.EndsWith(')') ? language[(open + 1)..^1] : language;
        return code.Split('-', '_')[0].Trim();
    }

    private static (string Hy, string Ru, string En, string Fr, string Ar) Of(KindWord word) => word switch
    {
        KindWord.SendAgain => (
            "Ձեր վերջին հաղորդագրությունը չկարողացանք պահել։ Խնդրում ենք ուղարկել այն ևս մեկ անգամ։",
            "Ваше последнее сообщение не удалось сохранить. Пожалуйста, пришлите его ещё раз.",
            "Your last message could not be kept. Please send it once more.",
            "Votre dernier message n’a pas pu être gardé. Merci de l’envoyer encore une fois.",
            "لم نتمكن من حفظ رسالتك الأخيرة. يُرجى إرسالها مرة أخرى."),
        KindWord.TooFast => (
            "Հաղորդագրությունները շատ արագ են գալիս, վերջինները չպահվեցին։ Խնդրում ենք մի րոպե սպասել և ուղարկել դրանք նորից՝ մեկ առ մեկ։",
            "Сообщения приходят слишком быстро, последние не сохранились. Пожалуйста, подождите минуту и пришлите их ещё раз, по одному.",
            "Messages are coming too fast, and the last ones were not kept. Please wait a minute, then send them again, one by one.",
            "Les messages arrivent trop vite et les derniers n’ont pas été gardés. Merci d’attendre une minute, puis de les renvoyer un par un.",
            "تصل الرسائل بسرعة كبيرة، ولم تُحفظ الأخيرة منها. يُرجى الانتظار دقيقة ثم إرسالها من جديد، واحدة تلو الأخرى."),
        KindWord.DayFull => (
            "Այսօր այս զրույցից ավելին չենք կարող ընդունել։ Մինչ այս գրածը պահված է, իսկ հաջորդ հաղորդագրությունները մինչև վաղը չեն պահվի։",
            "Сегодня из этого чата мы больше принять не можем. Написанное до сих пор сохранено, а следующие сообщения до завтра не сохранятся.",
            "We cannot take more from this chat today. What you wrote before is kept; messages after this one are not kept until tomorrow.",
            "Nous ne pouvons rien prendre de plus de cette conversation aujourd’hui. Ce que vous avez écrit avant est gardé ; les messages suivants ne le seront pas avant demain.",
            "لا يمكننا استقبال المزيد من هذه المحادثة اليوم. ما كتبته من قبل محفوظ، أما الرسائل التالية فلن تُحفظ حتى الغد."),
        KindWord.ReportsFull => (
            "Այսօր այս զրույցից այլ հաղորդում չենք կարող ընդունել։ Ձեր պատասխանները պահված են. խնդրում ենք կրկին սեղմել «ուղարկել» վաղը։",
            "Сегодня из этого чата больше сообщений о людях принять не можем. Ваши ответы сохранены: пожалуйста, нажмите «отправить» ещё раз завтра.",
            "We cannot take another report from this chat today. Your answers are kept: please press “send” again tomorrow.",
            "Nous ne pouvons pas prendre un autre signalement de cette conversation aujourd’hui. Vos réponses sont gardées : merci d’appuyer de nouveau sur « envoyer » demain.",
            "لا يمكننا استقبال بلاغ آخر من هذه المحادثة اليوم. إجاباتك محفوظة: يُرجى الضغط على «إرسال» مرة أخرى غدًا."),
        KindWord.Closed => (
            "Այս պահին ոչինչ չենք կարող ընդունել։ Մինչ այս գրածը պահված է, իսկ վերջին հաղորդագրությունը չպահվեց։ Խնդրում ենք գրել մի փոքր ուշ։",
            "Сейчас мы ничего не можем принять. Написанное до сих пор сохранено, а последнее сообщение не сохранилось. Пожалуйста, напишите немного позже.",
            "We cannot take anything in at the moment. What you wrote before is kept; your last message was not. Please write again a little later.",
            "Nous ne pouvons rien recevoir en ce moment. Ce que vous avez écrit avant est gardé ; votre dernier message ne l’est pas. Merci d’écrire de nouveau un peu plus tard.",
            "لا يمكننا استقبال أي شيء في الوقت الحالي. ما كتبته من قبل محفوظ، أما رسالتك الأخيرة فلم تُحفظ. يُرجى الكتابة مرة أخرى بعد قليل."),
    };
}
