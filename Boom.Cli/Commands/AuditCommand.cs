using System.CommandLine;
using Boom.Cli.Hosting;
using Boom.Cli.Rendering;

namespace Boom.Cli.Commands;

/// <summary><c>boom audit</c>: is every packet accounted for?</summary>
internal static class AuditCommand
{
    public static Command Create(CliConsole console)
    {
        var command = new Command("audit", "Account for every packet, per topic and partition; exit 1 if any is lost.");
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, CancellationToken cancellationToken)
    {
        var started = console.Time.GetTimestamp();
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var account = await AccountReader.ReadAsync(
            store.Alerts, store.Reader, store.Journal, ServerSettings.FromEnvironment().Kafka, cancellationToken);
        if (parse.WantsJson())
            JsonOutput.WriteLine(console.Out, writer => AccountOutput.WriteJson(writer, account, console.Time.GetElapsedTime(started)));
        else if (account.Topics.Count == 0)
            console.WriteLine("Nothing has been published yet: 0 in, 0 accounted for.");
        else
            AccountOutput.WriteTable(console.Out, account);
        return (int)(account.Packets.IsBalanced ? ExitCode.Done : ExitCode.BadNews);
    }
}
