using Avro;
using Avro.File;
using Avro.Generic;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>Reads messages as the public client does: an Avro container file, its first record, by Apache.Avro instead of its own reader.</summary>
static class ClientReader
{
    /// <summary>What would end the program of a subscriber, a line each; empty when the message is sound.</summary>
    public static IReadOnlyList<string> FindProblems(string topic, byte[] value)
    {
        if (ClientModels.Of(topic) is not { } model)
            return [$"The topic {topic} is none of the client's."];
        var problems = new List<string>();
        try
        {
            model.Check(Read(value), "", problems);
        }
        catch (Exception fault) when (fault is AvroException or InvalidDataException or IOException or OverflowException)
        {
            problems.Add($"It does not decode: {fault.Message}");
        }

        return problems;
    }

    /// <summary>The first record: names and values, numbers as long, float and double, records and lists inside it alike.</summary>
    /// <exception cref="InvalidDataException">The client cannot read it.</exception>
    public static Dictionary<string, object?> Read(byte[] value)
    {
        using var stream = new MemoryStream(value);
        using var reader = DataFileReader<GenericRecord>.OpenReader(stream);
        var codec = reader.GetMetaString("avro.codec");
        if (codec is not (null or "null" or "deflate"))
            throw new InvalidDataException($"The codec is {codec}.");
        return reader.HasNext() ? Of(reader.Next()) : throw new InvalidDataException("The file has no record.");
    }

    static Dictionary<string, object?> Of(GenericRecord record) =>
        record.Schema.Fields.ToDictionary(field => field.Name, field => Of(record[field.Name]), StringComparer.Ordinal);

    static object? Of(object? value) => value switch
    {
        GenericRecord record => Of(record),
        GenericEnum symbol => symbol.Value,
        object[] items => items.Select(Of).ToList(),
        int number => (long)number,

        // The client's reader takes no text that is not UTF-8; Apache.Avro puts this in its place.
        string text when text.Contains('\uFFFD', StringComparison.Ordinal) => throw new InvalidDataException($"The text {text} is not UTF-8."),
        _ => value,
    };
}
