using System.Text.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>A dead letter as members of a JSON object.</summary>
internal static class DeadLetterOutput
{
    /// <summary>Writes everything but the payload, of which only the size.</summary>
    public static void WriteJson(Utf8JsonWriter writer, DeadLetter letter)
    {
        writer.WriteString("id", letter.Id);
        writer.WriteString("survey", letter.Survey.ToUpperName());
        writer.WriteString("stage", letter.Stage);
        writer.WriteString("reason", letter.Reason);
        writer.WriteString("detail", letter.Detail);
        writer.WriteNumber("attempts", letter.Attempts);
        writer.WriteString("topic", letter.Origin.Topic);
        writer.WriteNumber("partition", letter.Origin.Partition);
        writer.WriteNumber("offset", letter.Origin.Offset);
        if (letter.Candid is { } candid)
            writer.WriteId("candid", candid);
        if (letter.ObjectId is { } objectId)
            writer.WriteString("objectId", objectId);
        writer.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(letter.AtMs).UtcDateTime);
    }

    /// <summary>A list of identifiers.</summary>
    public static void WriteIds(Utf8JsonWriter writer, string name, IEnumerable<string> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
    }
}
