using System.Collections.Immutable;
using Detainees.Bot.Intake;
using Detainees.Journal;

namespace Detainees.Bot.Tests.Intake;

/// <summary>Whatever an admin writes into a form's settings, its reports can be entered into the journal.</summary>
public class JournalFormTests
{
    [Theory]
    [InlineData("report", "2026112201", "report 2026112201")]
    [InlineData("report", "", "report")]
    [InlineData("", "", "")]
    [InlineData("-", "", "")]
    [InlineData(" a\tb ", "1\n2", "ab  12")]
    public void The_form_and_its_version_are_named_in_one_line(string id, string version, string expected) =>
        Assert.Equal(expected, JournalForm.Of(id, version));

    [Theory]
    [InlineData("report", "")]
    [InlineData("форма", "версия 1")]
    [InlineData("x\u0000\u2028", "\r\n")]
    [InlineData("\ud83d\ude00", "😀")]
    public void An_entry_takes_every_form_there_is(string id, string version)
    {
        foreach (var form in (string[])[JournalForm.Of(id, version), JournalForm.Of(new string('a', 300), version), JournalForm.Of(id, new string(' ', 300) + "z")])
            Assert.True(
                JournalHead.Empty.Next(
                    EntryKind.Report, new EntryId(Guid.NewGuid()), new ThreadKey(Guid.NewGuid()), DateTimeOffset.UnixEpoch, form,
                    new SealedItem(1, Sha256Hash.Of([1])), ImmutableArray<AttachmentItem>.Empty).IsWellFormed,
                form);
    }
}
