using System.Text;

namespace Detainees.Forms.Tests.Drawing;

/// <summary>Forms to draw.</summary>
internal static class Households
{
    /// <summary>Arabic and English, with a repeat, branches, every kind of room for an answer, and texts that markup could break.</summary>
    public const string Arabic = """
        | survey |
        | | type | name | label::العربية (ar) | label::English (en) | hint::العربية (ar) | hint::English (en) | relevant | required | appearance | parameters |
        | | note | hello | أهلا بكم <b>&amp;</b> | Welcome <b>&amp;</b> "all" | | | | | | |
        | | text | who | ما اسم الشخص؟ | Whom are you looking for? | الاسم كما تكتبونه | As you write it | | yes | | |
        | | select_one known | known | هل تعرفون تاريخ الميلاد؟ | Do you know the date of birth? | | | ${who} != '' | | | |
        | | date | born | اكتبوا التاريخ | Write the date | | | ${known} = 'exact' | | | |
        | | date | year | اكتبوا السنة | Write the year | | | ${known} = 'year' | | year | |
        | | integer | age | كم عمره تقريبا؟ | About how old is ${who}? | | | selected(${known}, 'about') | | | |
        | | text | guardian | من يعتني به؟ | Who cares for this child? | | | ${age} < 18 and not(${known} = 'exact') | | | |
        | | text | odd | سؤال | Odd | | | string-length(${who}) > 3 or ${known} = 'no' | | | |
        | | begin repeat | child | الأطفال | Children | | | | | | |
        | | text | cname | الاسم | Name | | | | | | |
        | | select_multiple need | needs | الاحتياجات | Needs | | | | | | |
        | | end repeat | | | | | | | | | |
        | | begin group | more | المزيد | More | | | ${known} != '' or ${age} >= 60 | | | |
        | | rank need | order | رتبوا | Order these | | | | | | |
        | | range | sure | ما مدى يقينكم؟ | How sure are you? | | | | | | start=1 end=5 step=1 |
        | | time | at | متى؟ | At what time? | | | | | | |
        | | geopoint | place | أين؟ | Where? | | | | | | |
        | | image | photo | صورة | Photo | | | | | | |
        | | text | story | احكوا لنا | Tell us | | | | | multiline | |
        | | end group | | | | | | | | | |
        | | acknowledge | consent | أوافق | A case worker may read this | | | | yes | | |
        | choices |
        | | list_name | name | label::العربية (ar) | label::English (en) |
        | | known | exact | أعرفه بدقة | I know it exactly |
        | | known | year | السنة فقط | Only the year |
        | | known | about | تقريبا | Roughly |
        | | known | no | لا | No |
        | | need | water | ماء | Water |
        | | need | food | طعام | Food |
        | settings |
        | | form_title | form_id | version | default_language |
        | | بحث عن مفقود | search | 3 | العربية (ar) |
        """;

    public static FormDefinition Form() => Some.Form(Arabic);

    /// <summary>Sixty questions in six groups, every third under a condition.</summary>
    public static FormDefinition Long()
    {
        var rows = new StringBuilder("| survey |\n| | type | name | label | relevant |\n");
        for (var i = 0; i < 60; i++)
        {
            if (i % 10 == 0) rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"| | begin group | g{i} | Part {i / 10 + 1} | |\n");
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"| | {(i % 3 == 1 ? "select_one yn" : "text")} | q{i} | Question about subject {i} that is not short at all | {(i % 3 == 2 ? $"${{q{i - 1}}} = 'yes'" : "")} |\n");
            if (i % 10 == 9) rows.Append("| | end group | | | |\n");
        }

        return Some.Form(rows.Append("| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n").ToString());
    }
}
