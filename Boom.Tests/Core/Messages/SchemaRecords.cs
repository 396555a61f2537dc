using Avro;

namespace Boom.Tests.Core.Messages;

/// <summary>Records of a schema, as Apache.Avro parses it.</summary>
static class SchemaRecords
{
    /// <summary>The record of a name, wherever it is defined; null when there is none.</summary>
    public static RecordSchema? Find(string schemaJson, string name) => Find(Schema.Parse(schemaJson), name, []);

    static RecordSchema? Find(Schema schema, string name, HashSet<string> seen) => schema switch
    {
        RecordSchema record when record.Name == name => record,
        RecordSchema record when seen.Add(record.Name) => record.Fields.Select(field => Find(field.Schema, name, seen)).FirstOrDefault(found => found is not null),
        ArraySchema array => Find(array.ItemSchema, name, seen),
        UnionSchema union => union.Schemas.Select(branch => Find(branch, name, seen)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
