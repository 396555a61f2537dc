using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boom.Core.Text;

namespace Boom.Hosting;

/// <summary>One JSON object on one line. Characters that a terminal would follow are written as escapes, which JSON reads as the same text.</summary>
public static class JsonOutput
{
    /// <summary>Writes a value.</summary>
    public static void WriteLine<T>(TextWriter output, T value, JsonTypeInfo<T> type) => Write(output, writer => JsonSerializer.Serialize(writer, value, type));

    /// <summary>Writes an object whose members <paramref name="write"/> adds.</summary>
    public static void WriteLine(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, writer =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    });

    static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        output.WriteLine(Escape(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length)));
    }

    // The encoder leaves some format characters alone, which turn the direction of writing. They can only be inside of strings.
    static string Escape(string json)
    {
        if (VisibleText.Of(json) == json)
            return json;
        var text = new StringBuilder(json.Length + 64);
        foreach (var rune in json.EnumerateRunes())
        {
            var shown = rune.ToString();
            if (VisibleText.Of(shown) == shown)
            {
                text.Append(shown);
                continue;
            }

            foreach (var unit in shown)
                text.Append(CultureInfo.InvariantCulture, $@"\u{(int)unit:x4}");
        }

        return text.ToString();
    }

    /// <summary>A 64-bit identifier, and beside it the same as text (<c>candid</c>, <c>candidText</c>): programs that read numbers as doubles lose digits.</summary>
    public static void WriteId(this Utf8JsonWriter writer, string name, long id)
    {
        writer.WriteNumber(name, id);
        writer.WriteString($"{name}Text", id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A number, or null when JSON has none for it.</summary>
    public static void WriteFinite(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }
}
