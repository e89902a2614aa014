using System.CommandLine;
using Detainees.Bot.Publishing;

namespace Detainees.Bot.Tools;

/// <summary><c>form withdraw</c>: a published version is not offered any more; the one before it is again. Conversations under way go on.</summary>
internal static class FormWithdraw
{
    public static Command Create()
    {
        var id = new Argument<string>("FORM") { Description = "The form's id" };
        var version = new Argument<string>("VERSION") { Description = "The version to take back" };
        var undo = new Option<bool>("--undo") { Description = "Offer it again" };
        var withdraw = new Command("withdraw", "Take a published version back: the one before it is offered again, conversations under way go on") { id, version, undo };
        withdraw.TreatUnmatchedTokensAsErrors = false;
        withdraw.SetAction(parsed => Run(
            parsed.GetRequiredValue(id), parsed.GetRequiredValue(version), parsed.GetValue(undo), [.. parsed.UnmatchedTokens], Console.Out));
        return withdraw;
    }

    internal static int Run(string id, string version, bool undo, string[] settings, TextWriter output)
    {
        if (Launch.SettingsForTool(settings, tryOut: false) is not var (_, places)) return 2;
        if (places.Published is not { } published) return ToolRefusal.Say("Forms:Published is not set: only what is published can be withdrawn (--Forms:Published=FOLDER).", ToolRefusal.Input);
        var folder = Path.Combine(published, id, version);
        if (!FormRelease.IsName(id) || !FormRelease.IsName(version) || !Directory.Exists(folder)) return ToolRefusal.Say($"{id} {version} is not published in {published}.", ToolRefusal.Input);
        try
        {
            var mark = Path.Combine(folder, PublishedForms.WithdrawnMark);
            if (undo) File.Delete(mark);
            else File.WriteAllText(mark, "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ToolRefusal.Say($"{folder} cannot be written.", ToolRefusal.Machine);
        }

        output.WriteLine(undo
            ? $"{id} {version} is published again."
            : $"{id} {version} is withdrawn: new conversations take the version before it, if there is one; running ones go on.");
        return 0;
    }
}
