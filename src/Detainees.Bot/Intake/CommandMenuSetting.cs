using Detainees.Conversations;
using Detainees.Telegram;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>
/// Tells Telegram once after the start which commands there are, in each language the bot speaks, so that its menu shows them. A
/// list that is there already is left as it is; what fails is tried again: nobody waits for it.
/// </summary>
internal sealed class CommandMenuSetting(TelegramBotClient client, TimeProvider time, IHostApplicationLifetime life, ILogger<CommandMenuSetting> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static BotCommandScope Scope => new() { Type = "all_private_chats" };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await life.StartedAsync(stoppingToken);
        // The first is also for everybody whose language the bot does not speak.
        (string? Code, string Texts)[] lists = [(null, CommandMenu.Languages[0]), .. CommandMenu.Languages.Select(code => ((string?)code, code))];
        foreach (var (code, texts) in lists)
        {
            var commands = CommandMenu.In(texts).Select(command => new BotCommand { Command = command.Name, Description = command.Description }).ToArray();
            while (!await TrySetAsync(code, commands, stoppingToken)) await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> TrySetAsync(string? code, BotCommand[] commands, CancellationToken cancel)
    {
        switch (await client.GetMyCommands(new GetMyCommandsRequest { Scope = Scope, LanguageCode = code }, cancel))
        {
            case ApiResult<BotCommand[]>.Ok { Value: var there } when Same(there, commands):
                return true;
            case ApiResult<BotCommand[]>.Ok:
                if (await client.SetMyCommands(new SetMyCommandsRequest { Commands = commands, Scope = Scope, LanguageCode = code }, cancel) is not ApiResult<bool>.Ok) return false;
                log.CommandsSet(code ?? "everybody else");
                return true;
            default:
                return false;
        }
    }

    private static bool Same(BotCommand[] there, BotCommand[] wanted) =>
        there.Select(command => (command.Command, command.Description)).SequenceEqual(wanted.Select(command => (command.Command, command.Description)));
}
