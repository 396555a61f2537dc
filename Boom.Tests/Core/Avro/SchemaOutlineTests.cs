using Boom.Core.Avro;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Core.Avro;

public sealed class SchemaOutlineTests
{
    const string Before = """
        {"type":"record","name":"alert","namespace":"toy.v1_0","fields":[
          {"name":"id","type":"long"},
          {"name":"gone","type":["null","string"]},
          {"name":"wider","type":"float"},
          {"name":"source","type":{"type":"record","name":"source","fields":[{"name":"n","type":["null","int"]},{"name":"flux","type":"double"}]}},
          {"name":"old","type":{"type":"record","name":"old","fields":[{"name":"x","type":"int"}]}}]}
        """;

    const string After = """
        {"type":"record","name":"alert","namespace":"toy.v1_1","fields":[
          {"name":"id","type":"long"},
          {"name":"added","type":["null",{"type":"array","items":["null","float"]}]},
          {"name":"wider","type":["double","null"]},
          {"name":"kind","type":{"type":"enum","name":"kind","symbols":["a","b"]}},
          {"name":"source","type":{"type":"record","name":"source","fields":[{"name":"n","type":"int"},{"name":"flux","type":["null","double"]}]}},
          {"name":"more","type":{"type":"array","items":"source"}},
          {"name":"other","type":["null",{"type":"record","name":"other","fields":[{"name":"x","type":{"type":"fixed","name":"f","size":12}},{"name":"y","type":{"type":"map","values":"string"}}]}]}]}
        """;

    [Fact]
    public void ChangesTo_AnotherVersion_AreWords() => Assert.Equal(
        [
            "alert.added added, optional array of optional float",
            "alert.wider is optional double, was float",
            "alert.kind added, enum (a, b)",
            "alert.more added, array of source",
            "alert.other added, optional other",
            "alert.gone removed, was optional string",
            "alert.old removed, was old",
            "source.n is required, was optional",
            "source.flux is optional, was required",
            "record other added, 2 fields",
            "record old removed, 1 field",
        ],
        SchemaOutline.Parse(Before).ChangesTo(SchemaOutline.Parse(After)));

    [Fact]
    public void ChangesTo_ItsOwn_AreNone() => Assert.Empty(SchemaOutline.Parse(After).ChangesTo(SchemaOutline.Parse(After)));

    [Fact]
    public void Records_Schema_AreNamedWithTheirFields()
    {
        var outline = SchemaOutline.Parse(After);

        Assert.Equal("toy.v1_1.alert", outline.Name);
        Assert.Equal(["alert", "source", "other"], outline.Records.Select(record => record.Name));
        Assert.Equal(["fixed (12 bytes)", "map of string"], outline.Records[2].Fields.Select(field => field.ToString()));
    }

    [Theory]
    [InlineData(Before, "toy.v1_0.alert", null)]
    [InlineData(Before, "toy.v1_1.alert", "the schema is of toy.v1_0.alert, not of toy.v1_1.alert")]
    [InlineData("""{"type":"array","items":"long"}""", "toy.v1_0.alert", "the schema is no record, but of type array")]
    [InlineData("""{"type":"record","name":"toy.v1_0.alert"}""", "toy.v1_0.alert", "the schema record 'toy.v1_0.alert' has no fields")]
    public void FindFault_Text_TellsWhetherItIsTheRecordAskedFor(string json, string name, string? expected) => Assert.Equal(expected, WriterSchemaCheck.FindFault(json, name));
}
