using System.Text;
using Boom.Core.Avro;

namespace Boom.Core.Surveys;

/// <summary>Whether a text that somebody gave is the schema that was asked for.</summary>
public static class WriterSchemaCheck
{
    /// <summary>What is wrong with it, as one clause; null when it can be read and is the record asked for.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="recordName">Full name that its record must have.</param>
    public static string? FindFault(string json, string recordName)
    {
        try
        {
            var schema = AvroSchema.Parse(Encoding.UTF8.GetBytes(json));
            if (schema.Type != AvroType.Record)
                return $"the schema is no record, but of type {schema.Type.ToString().ToLowerInvariant()}";
            return schema.Name == recordName ? null : $"the schema is of {schema.Name}, not of {recordName}";
        }
        catch (AvroFormatException fault)
        {
            return fault.What;
        }
    }
}
