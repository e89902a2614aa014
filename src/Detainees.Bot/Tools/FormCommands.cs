using System.CommandLine;
using System.CommandLine.Parsing;

namespace Detainees.Bot.Tools;

/// <summary>The commands of <c>form</c>, one a line; each is built by the class that runs it.</summary>
internal static class FormCommands
{
    public static Command Create()
    {
        var form = new Command("form", "Tools for the questions")
        {
            FormCheck.Create(),
            FormList.Create(),
            FormPreview.Create(),
            FormTest.Create(),
            FormApprove.Create(),
            FormPublish.Create(),
            FormWithdraw.Create(),
            FormConvert.Create(),
            FormDiff.Create(),
            FormDraw.CreateDiagram(),
            FormDraw.CreatePaper(),
        };
        // Settings and files stand in one row there, and it tells them apart itself.
        foreach (var argument in form.Subcommands.Where(command => command.Name != FormList.Name).SelectMany(command => command.Arguments))
            argument.Validators.Add(RefuseOption);
        return form;
    }

    // The parser takes an option that nobody declared for a file.
    private static void RefuseOption(ArgumentResult given)
    {
        if (given.Tokens.FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-') is not { Value: var option }) return;
        given.AddError(option.Contains(':', StringComparison.Ordinal)
            ? $"'{option}' stands in the place of a file: settings come last."
            : $"Unknown option '{option}'. A file of that name is written ./{option}");
    }
}
