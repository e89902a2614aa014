using System.CommandLine;
using Detainees.Bot.Publishing;
using Detainees.Signing;

namespace Detainees.Bot.Tools;

/// <summary>
/// <c>form approve</c>: writes what is to be signed beside the form, signs it where a key is given, and says who has signed. Exit
/// codes: 0 all that is needed is there, 1 signatures are missing, 2 the form or a file.
/// </summary>
internal static class FormApprove
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The form file (.yaml, .xlsx)" };
        var key = new Option<string?>("--key") { Description = "Sign with this key: an unencrypted PKCS#8 file on P-256. With any other key sign with ssh-keygen" };
        var approve = new Command("approve", "Write FILE.release, which is what approvers sign, and say who has signed") { file, key };
        approve.TreatUnmatchedTokensAsErrors = false;
        approve.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(key), [.. parsed.UnmatchedTokens], Console.Out));
        return approve;
    }

    internal static int Run(string file, string? keyFile, string[] settings, TextWriter output)
    {
        if (Launch.SettingsForTool(settings, tryOut: false) is not var (_, places)) return 2;
        var draft = FormDraft.Read(file);
        if (draft.Report.Form is null || draft.Release is not { } release)
        {
            FormCheck.Write(draft.Report, output);
            return 2;
        }

        try
        {
            var bytes = release.ToBytes();
            if (draft.WrittenRelease() is null)
            {
                if (draft.SignatureFiles().Any()) output.WriteLine("The form is not what was signed before: the signatures that lie here no longer count.");
                File.WriteAllBytes(draft.ReleasePath, bytes);
            }

            if (keyFile is not null && Sign(draft, bytes, keyFile) is { } refused) return ToolRefusal.Say(refused, ToolRefusal.Input);
            output.WriteLine($"{draft.ReleasePath}: {release.Id} {release.Version}, fingerprint {release.Fingerprint}, {release.Walks.Length} walk(s) tested");
            return Tell(draft, bytes, places.Approvers, output);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ToolRefusal.Say($"{draft.ReleasePath} cannot be written or read.", ToolRefusal.Input);
        }
    }

    private static string? Sign(FormDraft draft, byte[] release, string keyFile)
    {
        if (!File.Exists(keyFile) || SigningKey.TryReadPem(File.ReadAllText(keyFile)) is not { } key)
            return $"{keyFile} is no unencrypted PKCS#8 key on P-256. Sign with: ssh-keygen -Y sign -n {FormRelease.Namespace} -f KEY {draft.ReleasePath}";
        using (key)
        {
            var name = key.Public.Id["SHA256:".Length..].Replace('/', '_').Replace('+', '-')[..12];
            File.WriteAllText($"{draft.ReleasePath}.{name}.sig", SshSignature.Sign(key, release, FormRelease.Namespace));
        }

        return null;
    }

    private static int Tell(FormDraft draft, byte[] release, string? approversFile, TextWriter output)
    {
        output.WriteLine($"To sign: ssh-keygen -Y sign -n {FormRelease.Namespace} -f KEY {draft.ReleasePath}");
        output.WriteLine($"(it writes {draft.ReleasePath}.sig; the second person's signature gets another name, such as {draft.ReleasePath}.2.sig)");
        if (approversFile is null)
        {
            output.WriteLine("Forms:Approvers is not set: no signature is asked for, and none can be checked.");
            return 0;
        }

        if (Approvers.Read(approversFile) is not { } approvers) return ToolRefusal.Say($"{approversFile} cannot be read or holds fewer than two keys.", ToolRefusal.Input);
        var signed = approvers.WhoSigned(release, draft.Signatures());
        foreach (var approver in signed) output.WriteLine($"signed by {approver.Name} ({approver.Key.Id})");
        if (signed.Length >= Approvers.Needed) return 0;
        output.WriteLine($"{Approvers.Needed - signed.Length} more of the {approvers.All.Length} approvers must sign.");
        return 1;
    }
}
