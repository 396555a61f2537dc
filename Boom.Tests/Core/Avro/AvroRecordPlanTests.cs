using System.Text;
using Avro;
using Avro.Generic;
using Boom.Core.Avro;
using Boom.Core.Bson;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Avro;

public sealed class AvroRecordPlanTests
{
    const string Nested = """{"name":"inner","type":["null",{"type":"record","name":"i","fields":[{"name":"x","type":"long"},{"name":"y","type":["null","string"]}]}]}""";
    const string Json = "{\"type\":\"record\",\"name\":\"r\",\"fields\":[" + Nested + """
        ,{"name":"flag","type":["null","boolean"]},{"name":"int","type":["int","null"]},{"name":"long","type":["null","long"]},
        {"name":"items","type":{"type":"array","items":"i"}},{"name":"float","type":["null","float"]},{"name":"double","type":"double"},
        {"name":"map","type":{"type":"map","values":"double"}},{"name":"text","type":["null","string"]},{"name":"id","type":"long"},
        {"name":"any","type":["null","float","long"]},{"name":"bytes","type":["null","bytes"]},{"name":"list","type":["null",{"type":"array","items":["null","i"]}]}]}
        """;

    static readonly AvroWantedField[] _wanted =
    [
        new("flag", AvroTarget.Boolean) { Element = "flag" },
        new("int", AvroTarget.Int32) { Element = "a_whole_number_of_thirty_two_bits_with_a_long_name", Slot = 1 },
        new("long", AvroTarget.Int64) { Element = "long", Slot = 2 },
        new("float", AvroTarget.Single) { Element = "float", Slot = 3 },
        new("double", AvroTarget.Double) { Element = "double", Slot = 4 },
        new("text", AvroTarget.String) { Element = "text", Slot = 5 },
        new("id", AvroTarget.Int64) { Element = "id", Slot = 6, ZeroIsAbsent = true },
        new("any", AvroTarget.Double) { Element = "any", Slot = 7 },
        new("bytes", AvroTarget.Bytes) { Slot = 8 },
    ];

    [Fact]
    public void Write_AnyValues_WritesWhatTheOracleEncoded()
    {
        var schema = (RecordSchema)Schema.Parse(Json);
        var plan = Compile(Json, _wanted);
        var random = new Random(1);
        for (var round = 0; round < 3000; round++)
        {
            var record = Make(schema, random);
            byte[] data = [9, 9, 9, .. AvroOracle.Encode(schema, record)];
            var slots = new AvroSlots();

            Assert.Equal(data.Length, plan.Walk(data, 3, ref slots));

            var expected = Expected(record);
            Assert.Equal(expected, Write(plan, data, 3));
            Assert.Equal(expected.TryGetValue("double", out var number) ? number.AsDouble : null, slots.Double(4));
            Assert.Equal(expected.TryGetValue("id", out var id) ? id.AsInt64 : null, slots.Int64(6));
            Assert.Equal(record.Get("bytes"), slots.Slice(8) is { } slice ? data[slice.Offset..(slice.Offset + slice.Length)] : null);
        }
    }

    [Fact]
    public void Walk_OfNothingWanted_EndsWhereTheSchemaSkipsTo()
    {
        var schema = (RecordSchema)Schema.Parse(Json);
        var plan = Compile(Json, []);
        var parsed = AvroSchema.Parse(Encoding.UTF8.GetBytes(Json));
        var random = new Random(2);
        for (var round = 0; round < 3000; round++)
        {
            var data = AvroOracle.Encode(schema, Make(schema, random));
            var reader = new AvroReader(data);
            parsed.Skip(ref reader);
            var slots = new AvroSlots();

            Assert.Equal(reader.Position, plan.Walk(data, 0, ref slots));
        }
    }

    [Fact]
    public void Write_OfDamagedRecordsThatWalkHasPassed_NeverFails()
    {
        var schema = (RecordSchema)Schema.Parse(Json);
        var plan = Compile(Json, _wanted);
        var random = new Random(3);
        var passed = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var data = AvroOracle.Encode(schema, Make(schema, random));
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                data[random.Next(data.Length)] = (byte)random.Next(256);
            if (random.Next(8) == 0)
                data = data[..random.Next(data.Length)];
            try
            {
                var slots = new AvroSlots();
                plan.Walk(data, 0, ref slots);
            }
            catch (AvroFormatException fault)
            {
                Assert.InRange(fault.Position, 0, data.Length);
                continue;
            }

            passed++;
            Write(plan, data, 0);
        }

        Assert.InRange(passed, 1000, 19_000);
    }

    [Theory]
    [InlineData("int", 7, nameof(AvroTarget.Double), 7.0)]
    [InlineData("long", 7L, nameof(AvroTarget.Single), 7.0)]
    [InlineData("double", 0.1, nameof(AvroTarget.Single), 0.10000000149011612)]
    [InlineData("double", 1e300, nameof(AvroTarget.Single), null)]
    [InlineData("double", double.NaN, nameof(AvroTarget.Double), null)]
    [InlineData("float", float.PositiveInfinity, nameof(AvroTarget.Single), null)]
    [InlineData("long", -5L, nameof(AvroTarget.Int32), -5)]
    [InlineData("long", 1L << 40, nameof(AvroTarget.Int32), null)]
    [InlineData("double", 12.0, nameof(AvroTarget.Int64), 12L)]
    [InlineData("double", 12.5, nameof(AvroTarget.Int64), null)]
    [InlineData("double", 1e17, nameof(AvroTarget.Int64), null)]
    [InlineData("float", 3f, nameof(AvroTarget.Int32), 3)]
    [InlineData("bytes", new byte[] { 65 }, nameof(AvroTarget.String), "A")]
    [InlineData("bytes", new byte[] { 65, 0xFF }, nameof(AvroTarget.String), "A\uFFFD")]
    public void Write_ValueOfAnotherType_IsTakenWhereItFits(string type, object value, string target, object? expected)
    {
        var json = $$"""{"type":"record","name":"r","fields":[{"name":"x","type":"{{type}}"}]}""";
        var schema = (RecordSchema)Schema.Parse(json);
        var record = new GenericRecord(schema);
        record.Add("x", value);

        var stored = Write(Compile(json, [new("x", Enum.Parse<AvroTarget>(target)) { Element = "x" }]), AvroOracle.Encode(schema, record), 0);

        Assert.Equal(expected, stored.Contains("x") ? BsonTypeMapper.MapToDotNetValue(stored["x"]) : null);
    }

    [Theory]
    [InlineData("\"string\"", nameof(AvroTarget.Double))]
    [InlineData("\"double\"", nameof(AvroTarget.Boolean))]
    [InlineData("\"double\"", nameof(AvroTarget.String))]
    [InlineData("[\"null\",\"float\",\"string\"]", nameof(AvroTarget.Single))]
    [InlineData("{\"type\":\"array\",\"items\":\"float\"}", nameof(AvroTarget.Single))]
    public void Compile_TypeThatCannotFit_NamesTheField(string type, string target)
    {
        var json = $$"""{"type":"record","name":"r","fields":[{"name":"x","type":{{type}}}]}""";

        var fault = Assert.Throws<AvroFormatException>(() => Compile(json, [new("x", Enum.Parse<AvroTarget>(target)) { Element = "x" }]));

        Assert.Equal((AvroFault.TypeMismatch, "path.x"), (fault.Fault, fault.Path));
    }

    [Fact]
    public void Compile_RequiredFieldThatIsNotThere_NamesIt()
    {
        var fault = Assert.Throws<AvroFormatException>(() => Compile(Json, [new("absent", AvroTarget.Int32) { IsRequired = true }]));

        Assert.Equal((AvroFault.MissingField, "path.absent"), (fault.Fault, fault.Path));
    }

    [Fact]
    public void Compile_SeveralNames_TakesTheFirstThatIsThere()
    {
        var json = """{"type":"record","name":"r","fields":[{"name":"old","type":"int"},{"name":"older","type":"int"}]}""";
        var plan = Compile(json, [new("current", AvroTarget.Int32) { Element = "current", OtherNames = ["old", "older"] }]);

        Assert.Equal(new BsonDocument("current", 1), Write(plan, [2, 4], 0));
    }

    static AvroRecordPlan Compile(string json, IReadOnlyList<AvroWantedField> wanted) =>
        AvroRecordPlan.Compile(AvroSchema.Parse(Encoding.UTF8.GetBytes(json)), wanted, "path");

    static BsonDocument Write(AvroRecordPlan plan, byte[] data, int position)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var slots = new AvroSlots();
        writer.Advance(plan.Write(data, position, writer.GetSpan(plan.MaximumBytes(data.Length - position)), ref slots));
        return BsonSerializer.Deserialize<BsonDocument>(writer.EndRoot().ToArray());
    }

    static BsonDocument Expected(GenericRecord record)
    {
        var expected = new BsonDocument();
        foreach (var (name, value) in new[] { "flag", "int", "long", "float", "double", "text", "id", "any" }.Select(name => (name, record.Get(name))))
        {
            if (value is null or 0L && name == "id" || value is null or float.NaN or double.NaN)
                continue;
            var element = name == "int" ? _wanted[1].Element : name;
            expected.Add(element, value is float or long && name is "any" or "float" ? Convert.ToDouble(value) : BsonValue.Create(value));
        }

        return expected;
    }

    static GenericRecord Make(RecordSchema schema, Random random)
    {
        var inner = ((UnionSchema)schema.Fields[0].Schema).Schemas[1];
        GenericRecord Inner()
        {
            var made = new GenericRecord((RecordSchema)inner);
            made.Add("x", random.NextInt64());
            made.Add("y", random.Next(2) == 0 ? null! : "text");
            return made;
        }

        var record = new GenericRecord(schema);
        record.Add("inner", random.Next(2) == 0 ? null! : Inner());
        record.Add("flag", random.Next(3) == 0 ? null! : random.Next(2) == 0);
        record.Add("int", random.Next(3) == 0 ? null! : random.Next(int.MinValue, int.MaxValue) >> random.Next(32));
        record.Add("long", random.Next(3) == 0 ? null! : random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
        record.Add("items", Enumerable.Range(0, random.Next(4)).Select(_ => Inner()).ToArray());
        record.Add("float", random.Next(3) switch { 0 => null!, 1 => float.NaN, _ => random.NextSingle() });
        record.Add("double", random.Next(3) == 0 ? double.NaN : random.NextDouble());
        record.Add("map", Enumerable.Range(0, random.Next(3)).ToDictionary(i => $"k{i}", i => (object)(double)i));
        record.Add("text", random.Next(3) switch { 0 => null!, 1 => "", _ => "Käse " + random.Next() });
        record.Add("id", random.Next(3) == 0 ? 0L : random.NextInt64());
        record.Add("any", random.Next(3) switch { 0 => null!, 1 => (object)random.NextSingle(), _ => (long)random.Next() });
        record.Add("bytes", random.Next(2) == 0 ? null! : new byte[random.Next(5)]);
        record.Add("list", random.Next(2) == 0 ? null! : new object[] { null!, Inner() });
        return record;
    }
}
