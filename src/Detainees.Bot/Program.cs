using Detainees.Bot.Tools;

return await BotCommands.RunAsync(args);
