using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boom.Core.Text;

namespace Boom.Hosting;

/// <summary>One JSON value on one line. Characters that a terminal would follow are written as escapes, which JSON reads as the same text.</summary>
public static class JsonOutput
{
    /// <summary>Writes a value.</summary>
    public static void WriteLine<T>(TextWriter output, T value, JsonTypeInfo<T> type)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, value, type);
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
}
