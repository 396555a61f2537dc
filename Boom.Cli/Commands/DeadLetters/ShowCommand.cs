using System.CommandLine;
using System.Globalization;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Embedded.Repairs;
using Boom.Hosting;

namespace Boom.Cli.Commands.DeadLetters;

/// <summary><c>boom dead-letters show ID</c>.</summary>
internal static class ShowCommand
{
    const int ShownBytes = 256;

    public static Command Create(CliConsole console)
    {
        var id = new Argument<string>("ID") { Description = "Identifier, from 'boom dead-letters list'." };
        var payload = new Option<string?>("--payload") { Description = "Write the payload to this file.", HelpName = "FILE" };
        var command = new Command("show", "One dead letter: reason, origin, attempts, and the start of its payload.") { id, payload };
        command.SetAction((parse, cancellationToken) =>
            RunAsync(console, parse, parse.GetRequiredValue(id), parse.GetValue(payload), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string id, string? payloadFile, CancellationToken cancellationToken)
    {
        TargetPath.RequireFile("--payload", payloadFile);
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var letter = await store.Alerts.FindDeadLetterAsync(id, cancellationToken)
            ?? throw new ExitException(ExitCode.BadNews, $"There is no dead letter {id} in {parse.DataFolder()}.");
        var file = await LetterSource.FindAsync(store.Journal, letter.Origin, cancellationToken);
        if (payloadFile is not null)
            await File.WriteAllBytesAsync(payloadFile, letter.Payload, cancellationToken);
        if (parse.WantsJson())
            CliJson.Write(console, LetterJson.Of(letter) with { File = file, PayloadBytes = letter.Payload.Length });
        else
            WriteText(console, letter, file, payloadFile);
        return (int)ExitCode.Done;
    }

    static void WriteText(CliConsole console, DeadLetter letter, string? file, string? payloadFile)
    {
        console.WriteLine($"dead letter {letter.Id}  ({letter.Survey.ToUpperName()}, stage {letter.Stage})");
        DocumentText.WriteField(console, "reason", letter.Reason);
        DocumentText.WriteField(console, "detail", letter.Detail);
        DocumentText.WriteField(console, "attempts", DocumentText.Whole(letter.Attempts));
        DocumentText.WriteField(console, "origin", $"topic {letter.Origin.Topic}, partition {letter.Origin.Partition}, offset {letter.Origin.Offset}");
        if (file is not null)
            DocumentText.WriteField(console, "file", file);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(letter.AtMs).UtcDateTime;
        DocumentText.WriteField(console, "given up", at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
        if (letter.Candid is { } candid)
            DocumentText.WriteField(console, "candid", DocumentText.Whole(candid));
        if (letter.ObjectId is { } objectId)
            DocumentText.WriteField(console, "objectId", objectId);
        DocumentText.WriteField(console, "payload", $"{DocumentText.Whole(letter.Payload.Length)} bytes{(payloadFile is null ? "" : $", written to {payloadFile}")}");
        HexDump.Write(console.Out, letter.Payload.Span, ShownBytes);
    }
}
