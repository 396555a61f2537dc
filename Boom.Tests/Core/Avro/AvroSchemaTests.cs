using System.Text;
using Boom.Core.Avro;
using Xunit;

namespace Boom.Tests.Core.Avro;

public sealed class AvroSchemaTests
{
    [Theory]
    [InlineData("""{"name":"c","namespace":"ztf.alert","type":"record","fields":[]}""", "ztf.alert.c")]
    [InlineData("""{"name":"ztf.alert.c","type":"record","fields":[]}""", "ztf.alert.c")]
    [InlineData("""{"name":"ztf.alert.c","namespace":"other","type":"record","fields":[]}""", "ztf.alert.c")]
    public void Parse_RecordNamedInAnyWay_HasItsFullName(string json, string expected) => Assert.Equal(expected, Parse(json).Name);

    [Theory]
    [InlineData("ztf.alert.cutout")]
    [InlineData("cutout")]
    public void Parse_ReferenceByFullOrShortName_IsResolved(string reference)
    {
        var schema = Parse($$"""
            {"name":"alert","namespace":"ztf","type":"record","fields":[
              {"name":"a","type":{"type":"record","name":"ztf.alert.cutout","fields":[{"name":"x","type":"int"} ] } },
              {"name":"b","type":["null","{{reference}}"] } ] }
            """);

        Assert.Same(schema.Fields[0].Schema, schema.Fields[1].Schema.Branches[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("42")]
    [InlineData("\"no-such-type\"")]
    [InlineData("[]")]
    [InlineData("""{"type":"record","name":"r"}""")]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":"f"}]}""")]
    [InlineData("""{"type":"record","fields":[]}""")]
    [InlineData("""{"type":"array"}""")]
    [InlineData("""{"type":"array","items":"null"}""")]
    [InlineData("""{"type":"fixed","name":"f","size":-1}""")]
    [InlineData("""{"type":"enum","name":"e","symbols":[]}""")]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":"self","type":["null","r"]}]}""")]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":"self","type":{"type":"array","items":"r"}}]}""")]
    public void Parse_WhatIsNoUsableSchema_IsAFault(string json) =>
        Assert.Equal(AvroFault.Schema, Assert.Throws<AvroFormatException>(() => Parse(json)).Fault);

    [Fact]
    public void Parse_DeepNesting_IsAFault()
    {
        var json = string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 40)) + "\"int\"" + new string('}', 40);

        Assert.Equal(AvroFault.Schema, Assert.Throws<AvroFormatException>(() => Parse(json)).Fault);
    }

    [Fact]
    public void Parse_TypesThatMultiply_IsAFaultAndNoBomb()
    {
        // Each record holds the one before ten times: 10^12 fields in a few lines.
        var fields = new StringBuilder();
        for (var level = 0; level < 12; level++)
        {
            var inner = level == 0 ? "\"int\"" : $"\"r{level - 1}\"";
            var ten = string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"name":"f{{i}}","type":{{inner}}}"""));
            fields.Append($$"""{{(level == 0 ? "" : ",")}}{"name":"x{{level}}","type":{"type":"record","name":"r{{level}}","fields":[{{ten}}] } }""");
        }

        var fault = Assert.Throws<AvroFormatException>(() => Parse($$"""{"type":"record","name":"top","fields":[{{fields}}] }"""));

        Assert.Contains("parts", fault.Message, StringComparison.Ordinal);
    }

    static AvroSchema Parse(string json) => AvroSchema.Parse(Encoding.UTF8.GetBytes(json));
}
