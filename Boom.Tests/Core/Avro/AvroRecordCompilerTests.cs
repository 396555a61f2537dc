using System.Text;
using Avro;
using Avro.Generic;
using Boom.Core.Avro;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Avro;

public sealed class AvroRecordCompilerTests
{
    const string Header = """{"type":"record","name":"r","fields":[""";

    [Fact]
    public void Compile_AnyValues_ReadsWhatTheOracleWrote()
    {
        var json = Header + """
            {"name":"unknown","type":["null",{"type":"map","values":["null","double",{"type":"array","items":"long"}]}]},
            {"name":"Flag","type":"boolean"},{"name":"int","type":"int"},{"name":"long","type":["null","long"]},
            {"name":"float","type":["float","null"]},{"name":"double","type":"double"},{"name":"text","type":["null","string"]},
            {"name":"alien","type":{"type":"enum","name":"e","symbols":["A","B"]}},{"name":"bytes","type":"bytes"},
            {"name":"items","type":["null",{"type":"array","items":{"type":"record","name":"item","fields":[
              {"name":"skip","type":{"type":"fixed","name":"f","size":3}},{"name":"x","type":"int"},{"name":"y","type":["null","double"]}]}}]}]}
            """;
        var schema = (RecordSchema)Schema.Parse(json);
        var read = AvroRecordCompiler.Compile<Sample>(AvroSchema.Parse(Encoding.UTF8.GetBytes(json)));

        Samples.Sample(expected =>
        {
            var bytes = AvroOracle.Encode(schema, ToGeneric(schema, expected));
            var reader = new AvroReader(bytes);
            var actual = new Sample();
            read(ref reader, ref actual);

            Assert.Equal(bytes.Length, reader.Position);
            Assert.Equal(expected.Describe(), actual.Describe());
            Assert.Equal(expected.Payload, bytes.AsSpan(actual.Bytes.Offset, actual.Bytes.Length).ToArray());
        });
    }

    [Theory]
    [InlineData("int", "double", 7)]
    [InlineData("int", "long", 7)]
    [InlineData("long", "double", 7)]
    [InlineData("float", "double", 7)]
    public void Compile_NarrowerWriter_IsWidened(string written, string asked, int value)
    {
        var json = $$"""{"type":"record","name":"r","fields":[{"name":"{{asked}}","type":"{{written}}"}]}""";
        object boxed = written switch { "int" => (object)value, "long" => (long)value, _ => (float)value };
        var sample = Read<Sample>(json, boxed);

        Assert.Equal(value, asked == "long" ? sample.Long!.Value : sample.Double);
    }

    [Theory]
    [InlineData("double", "float", 7.0)]
    [InlineData("double", "float", double.NaN)]
    [InlineData("double", "float", double.NegativeInfinity)]
    [InlineData("double", "float", 1e-300)]
    [InlineData("long", "int", -7L)]
    [InlineData("double", "int", 7.0)]
    [InlineData("float", "int", 7f)]
    [InlineData("double", "long", -9007199254740992.0)]
    [InlineData("float", "long", 16777216f)]
    public void Compile_WiderWriter_IsReadWhereTheValueFits(string written, string asked, object value)
    {
        var sample = Read<Sample>($$"""{"type":"record","name":"r","fields":[{"name":"{{asked}}","type":"{{written}}"}]}""", value);

        Assert.Equal(Convert.ToSingle(value), asked switch { "float" => sample.Float!.Value, "int" => sample.Int, _ => sample.Long!.Value });
    }

    [Theory]
    [InlineData("double", "float", 1e39)]
    [InlineData("long", "int", 1L << 31)]
    [InlineData("double", "int", 2.5)]
    [InlineData("double", "int", 1e10)]
    [InlineData("double", "int", double.NaN)]
    [InlineData("double", "long", 9007199254740994.0)]
    [InlineData("float", "long", 16777218f)]
    [InlineData("float", "int", float.PositiveInfinity)]
    public void Compile_WiderWriter_IsRefusedWhereItDoesNot(string written, string asked, object value)
    {
        var fault = Assert.Throws<AvroFormatException>(
            () => Read<Sample>($$"""{"type":"record","name":"r","fields":[{"name":"{{asked}}","type":"{{written}}"}]}""", value));

        Assert.Equal((AvroFault.OutOfRange, 0), (fault.Fault, fault.Position));
    }

    [Theory]
    [InlineData("boolean", "float")]
    [InlineData("string", "double")]
    [InlineData("double", "text")]
    public void Compile_AnotherKindOfType_IsRefusedByName(string written, string asked)
    {
        var json = $$"""{"type":"record","name":"r","fields":[{"name":"{{asked}}","type":"{{written}}"}]}""";

        var fault = Assert.Throws<AvroFormatException>(() => AvroRecordCompiler.Compile<Sample>(AvroSchema.Parse(Encoding.UTF8.GetBytes(json))));

        Assert.Equal((AvroFault.TypeMismatch, asked), (fault.Fault, fault.Path));
    }

    [Fact]
    public void Compile_RequiredFieldMissing_IsRefusedByName()
    {
        var json = Header + """{"name":"other","type":"int"}]}""";

        var fault = Assert.Throws<AvroFormatException>(() => AvroRecordCompiler.Compile<Demanding>(AvroSchema.Parse(Encoding.UTF8.GetBytes(json))));

        Assert.Equal((AvroFault.MissingField, "magpsf"), (fault.Fault, fault.Path));
    }

    [Fact]
    public void Compile_RequiredFieldNull_IsAFaultOfTheData()
    {
        var json = Header + """{"name":"magpsf","type":["null","float"]}]}""";

        var fault = Assert.Throws<AvroFormatException>(() => ReadBytes<Demanding>(json, [0]));

        Assert.Equal(AvroFault.MissingField, fault.Fault);
    }

    [Fact]
    public void Compile_FieldTwice_TakesTheFirst()
    {
        var json = Header + """{"name":"int","type":"int"},{"name":"int","type":"int"}]}""";

        Assert.Equal(1, ReadBytes<Sample>(json, [2, 4]).Int);
    }

    [Theory]
    [InlineData("\"string\"", "t", true)]
    [InlineData("\"string\"", "TRUE", true)]
    [InlineData("\"string\"", "1", true)]
    [InlineData("\"string\"", "f", false)]
    [InlineData("\"string\"", "yes", false)]
    [InlineData("\"int\"", 1, true)]
    [InlineData("\"int\"", 2, false)]
    [InlineData("\"boolean\"", true, true)]
    [InlineData("\"double\"", 1.0, true)]
    [InlineData("\"double\"", 0.0, false)]
    [InlineData("\"float\"", 1f, true)]
    public void Compile_Flag_IsReadInEverySpelling(string type, object written, bool expected) =>
        Assert.Equal(expected, Read<Flagged>(Header + $$"""{"name":"isdiffpos","type":{{type}}}]}""", written).Isdiffpos.Value);

    [Fact]
    public void Compile_ArrayInSeveralBlocksWithSizes_IsReadWhole()
    {
        var json = Header + """{"name":"items","type":{"type":"array","items":{"type":"record","name":"i","fields":[{"name":"x","type":"int"}]}}}]}""";

        // Blocks of two items (negative count, then its bytes) and of one.
        var sample = ReadBytes<Sample>(json, [3, 4, 2, 4, 2, 6, 0]);

        Assert.Equal([1, 2, 3], sample.Items!.Select(i => i.X));
    }

    static readonly Gen<Sample> Samples = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Int, Gen.Long.Nullable(), Gen.Float.Nullable(), Gen.Double),
        Gen.Select(Gen.String.Where(s => !s.Any(char.IsSurrogate)).Null(), Gen.Byte.Array[0, 40]),
        Gen.Select(Gen.Int, Gen.Double.Nullable()).Array[0, 20].Null(),
        (p, b, items) => new Sample
        {
            Flag = p.Item1, Int = p.Item2, Long = p.Item3, Float = p.Item4, Double = p.Item5, Text = b.Item1, Payload = b.Item2,
            Items = items?.Select(i => new Item { X = i.Item1, Y = i.Item2 }).ToArray(),
        });

    static GenericRecord ToGeneric(RecordSchema schema, Sample sample)
    {
        var record = new GenericRecord(schema);
        record.Add("unknown", sample.Flag ? null : new Dictionary<string, object> { ["a"] = 1.5, ["b"] = new object[] { 1L, 2L } });
        record.Add("Flag", sample.Flag);
        record.Add("int", sample.Int);
        record.Add("long", sample.Long);
        record.Add("float", sample.Float);
        record.Add("double", sample.Double);
        record.Add("text", sample.Text);
        record.Add("alien", new GenericEnum((EnumSchema)schema["alien"].Schema, "B"));
        record.Add("bytes", sample.Payload);
        var items = (ArraySchema)((UnionSchema)schema["items"].Schema).Schemas[1];
        record.Add("items", sample.Items?.Select(i =>
        {
            var item = new GenericRecord((RecordSchema)items.ItemSchema);
            item.Add("skip", new GenericFixed((FixedSchema)((RecordSchema)items.ItemSchema)["skip"].Schema, [1, 2, 3]));
            item.Add("x", i.X);
            item.Add("y", i.Y);
            return item;
        }).ToArray());
        return record;
    }

    static T Read<T>(string json, object onlyField)
        where T : new()
    {
        var schema = (RecordSchema)Schema.Parse(json);
        var record = new GenericRecord(schema);
        record.Add(schema.Fields[0].Name, onlyField);
        return ReadBytes<T>(json, AvroOracle.Encode(schema, record));
    }

    static T ReadBytes<T>(string json, byte[] bytes)
        where T : new()
    {
        var read = AvroRecordCompiler.Compile<T>(AvroSchema.Parse(Encoding.UTF8.GetBytes(json)));
        var reader = new AvroReader(bytes);
        var target = new T();
        read(ref reader, ref target);
        return target;
    }

    public sealed class Sample
    {
        public bool Flag { get; set; }

        public int Int { get; set; }

        public long? Long { get; set; }

        public float? Float { get; set; }

        public double Double { get; set; }

        public string? Text { get; set; }

        public AvroSlice Bytes { get; set; }

        public Item[]? Items { get; set; }

        [AvroBind(Ignore = true)]
        public byte[] Payload { get; set; } = [];

        public string Describe() => $"{Flag} {Int} {Long} {Float:R} {Double:R} '{Text}' {(Items is null ? "none" : string.Join(',', Items))}";
    }

    public record struct Item
    {
        public int X { get; set; }

        public double? Y { get; set; }
    }

    public sealed class Demanding
    {
        [AvroBind(Required = true)]
        public float Magpsf { get; set; }
    }

    internal sealed class Flagged
    {
        public AvroFlag Isdiffpos { get; set; }
    }
}
