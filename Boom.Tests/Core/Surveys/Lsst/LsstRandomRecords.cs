using Avro;
using Avro.Generic;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>Values of a schema by chance, such that the alert can be kept: with a key, a place and a time.</summary>
static class LsstRandomRecords
{
    const double FirstMjd = 60000;

    public static object Make(Schema schema, Random random, string name = "")
    {
        switch (schema)
        {
            case RecordSchema record:
                var made = new GenericRecord(record);
                foreach (var field in record.Fields)
                    made.Add(field.Name, Make(field.Schema, random, field.Name));
                return made;
            case ArraySchema array:
                return Enumerable.Range(0, random.Next(12)).Select(_ => Make(array.ItemSchema, random)).ToArray();
            case UnionSchema union:
                return random.Next(4) == 0 ? null! : Make(union.Schemas.First(branch => branch.Tag != Schema.Type.Null), random, name);
            case MapSchema map:
                return new Dictionary<string, object> { ["key"] = Make(map.ValueSchema, random) };
            case EnumSchema symbols:
                return new GenericEnum(symbols, symbols.Symbols[0]);
            case LogicalSchema:
                return DateTime.UnixEpoch.AddSeconds(random.Next());
            default:
                return Primitive(schema.Tag, random, name);
        }
    }

    static object Primitive(Schema.Type type, Random random, string name) => type switch
    {
        Schema.Type.Boolean => random.Next(2) == 0,
        Schema.Type.Int => random.Next(4) == 0 ? random.Next(-3, 3) : random.Next(),
        Schema.Type.Long => name.EndsWith("ObjectId", StringComparison.Ordinal) && random.Next(3) == 0 ? 0L : random.NextInt64(1, long.MaxValue),
        Schema.Type.Float => random.Next(12) switch
        {
            0 => float.NaN,
            1 => 0f,
            2 => float.NegativeInfinity,
            _ => (random.NextSingle() - 0.3f) * MathF.Pow(10, random.Next(-3, 7)),
        },
        Schema.Type.Double => name switch
        {
            // Few times, so that some points share theirs.
            "midPointTai" or "midpointMjdTai" => FirstMjd + (random.Next(40) / 4.0) + 0.1234,
            "ra" => random.NextDouble() * 360,
            "dec" or "decl" => (random.NextDouble() * 180) - 90,
            "firstDiaSourceMjdTai" => random.Next(3) switch { 0 => double.NaN, 1 => -1.0, _ => FirstMjd + random.Next(100) },
            _ => random.Next(8) == 0 ? double.NaN : random.NextDouble() * 1000,
        },
        Schema.Type.Bytes => Enumerable.Range(0, random.Next(1, 300)).Select(_ => (byte)random.Next(256)).ToArray(),
        Schema.Type.String => random.Next(3) switch { 0 => "ugrizy".Substring(random.Next(6), 1), 1 => "2008 AB", _ => "Käse" },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
