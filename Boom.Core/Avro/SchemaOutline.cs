using System.Globalization;
using System.Text;

namespace Boom.Core.Avro;

/// <summary>A schema as a person reads it: its records, with their fields and types in words.</summary>
public sealed class SchemaOutline
{
    readonly List<OutlineRecord> _records = [];
    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    SchemaOutline(AvroSchema schema)
    {
        Name = schema.Name;
        Add(schema);
    }

    /// <summary>Full name of its record; empty when it is none.</summary>
    public string Name { get; }

    /// <summary>Its records, each before those that it holds.</summary>
    public IReadOnlyList<OutlineRecord> Records => _records;

    /// <summary>Reads a schema.</summary>
    /// <exception cref="AvroFormatException">It cannot be read.</exception>
    public static SchemaOutline Parse(string json) => new(AvroSchema.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>What is different in another schema, a clause each, by records in its order. Records are compared by short name, as namespaces tell the version.</summary>
    /// <param name="other">The schema that comes after.</param>
    public IReadOnlyList<string> ChangesTo(SchemaOutline other)
    {
        var changes = new List<string>();
        foreach (var record in other._records)
        {
            if (Find(record.Name) is { } before)
                AddChanges(changes, before, record);
            else
                changes.Add($"record {record.Name} added, {Count(record)}");
        }

        changes.AddRange(_records.Where(record => other.Find(record.Name) is null).Select(record => $"record {record.Name} removed, {Count(record)}"));
        return changes;
    }

    static void AddChanges(List<string> changes, OutlineRecord before, OutlineRecord after)
    {
        foreach (var field in after.Fields)
        {
            if (before.Find(field.Name) is not { } old)
                changes.Add($"{after.Name}.{field.Name} added, {field}");
            else if (old.Type != field.Type)
                changes.Add($"{after.Name}.{field.Name} is {field}, was {old}");
            else if (old.IsOptional != field.IsOptional)
                changes.Add($"{after.Name}.{field.Name} is {(field.IsOptional ? "optional, was required" : "required, was optional")}");
        }

        changes.AddRange(before.Fields.Where(field => after.Find(field.Name) is null).Select(field => $"{after.Name}.{field.Name} removed, was {field}"));
    }

    static string Count(OutlineRecord record) => record.Fields.Count == 1 ? "1 field" : string.Create(CultureInfo.InvariantCulture, $"{record.Fields.Count} fields");

    OutlineRecord? Find(string name) => _records.Find(record => record.Name == name);

    void Add(AvroSchema schema)
    {
        if (schema.Type == AvroType.Record && _seen.Add(schema.Name))
        {
            var fields = schema.Fields.DistinctBy(field => field.Name).ToList();
            _records.Add(new OutlineRecord(Short(schema.Name), [.. fields.Select(field => OutlineField.Of(field.Name, field.Schema))]));
            fields.ForEach(field => Add(field.Schema));
        }

        foreach (var branch in schema.Branches)
            Add(branch);
        if (schema.Items is { } items)
            Add(items);
    }

    internal static string Short(string name) => name[(name.LastIndexOf('.') + 1)..];
}

/// <summary>A record of a schema.</summary>
/// <param name="Name">Its name without namespace.</param>
/// <param name="Fields">Its fields, in order; of those that are declared twice the first.</param>
public sealed record OutlineRecord(string Name, IReadOnlyList<OutlineField> Fields)
{
    /// <summary>A field; null when there is none of that name.</summary>
    public OutlineField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>A field of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in words, less null: <c>double</c>, <c>array of diaSource</c>.</param>
/// <param name="IsOptional">Whether it may be null.</param>
public sealed record OutlineField(string Name, string Type, bool IsOptional)
{
    /// <summary>Type and whether it may be null, in words.</summary>
    public override string ToString() => IsOptional ? $"optional {Type}" : Type;

    internal static OutlineField Of(string name, AvroSchema schema)
    {
        var isOptional = schema.Type == AvroType.Null || schema.Branches.Any(branch => branch.Type == AvroType.Null);
        return new OutlineField(name, Describe(schema), isOptional);
    }

    static string Describe(AvroSchema schema) => schema.Type switch
    {
        AvroType.Record => SchemaOutline.Short(schema.Name),
        AvroType.Array => $"array of {Item(schema)}",
        AvroType.Map => $"map of {Item(schema)}",
        AvroType.Enum => $"enum ({string.Join(", ", schema.Symbols)})",
        AvroType.Fixed => string.Create(CultureInfo.InvariantCulture, $"fixed ({schema.Size} bytes)"),
        AvroType.Union => string.Join(" or ", schema.Branches.Where(branch => branch.Type != AvroType.Null).Select(Describe)),
        _ => schema.Type.ToString().ToLowerInvariant(),
    };

    static string Item(AvroSchema schema)
    {
        var item = Of("", schema.Items!);
        return item.ToString();
    }
}
