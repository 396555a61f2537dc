using System.Text.Json;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

public sealed class LsstSchemasTests
{
    public static TheoryData<string> Versions => [.. LsstSchemas.Versions.Select(version => version.ToString())];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Text_OfEachVersion_IsReadByApacheAvro(string version)
    {
        var schema = (global::Avro.RecordSchema)global::Avro.Schema.Parse(LsstSchemas.Text(Version.Parse(version))!);

        Assert.Equal(LsstSchemas.Subject.RecordName(Version.Parse(version)), schema.Fullname);
        Assert.Equal(12, schema.Fields.Count);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Text_OfEachVersion_HasTheFieldsThatTheSurveyPublished(string version)
    {
        var parsed = Version.Parse(version);
        var folder = Path.Combine(TestData.Require(), "schemas", "lsst", $"{parsed.Major}", $"{parsed.Minor}");
        using var own = JsonDocument.Parse(LsstSchemas.Text(parsed)!);
        var records = new Dictionary<string, List<string>>();
        Collect(own.RootElement, records);

        Assert.Equal(6, records.Count);
        foreach (var (name, fields) in records)
        {
            using var published = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.avsc")));
            var expected = published.RootElement.GetProperty("fields").EnumerateArray()
                .Select(field => $"{field.GetProperty("name").GetString()} {TypeOf(field.GetProperty("type"))}").ToList();
            Assert.Equal(expected, fields);
        }
    }

    [Theory]
    [InlineData(900u, 9, 0)]
    [InlineData(1101u, 11, 1)]
    [InlineData(300u, 3, 0)]
    public void Subject_Number_StandsForItsVersion(uint number, int major, int minor)
    {
        Assert.Equal(new Version(major, minor), LsstSchemas.Subject.VersionOf(number));
        Assert.Equal(number, LsstSchemas.Subject.NumberOf(new Version(major, minor)));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(99u)]
    [InlineData(10_000u)]
    [InlineData(uint.MaxValue)]
    public void Subject_NumberOfNoSchema_HasNoVersion(uint number) => Assert.Null(LsstSchemas.Subject.VersionOf(number));

    static void Collect(JsonElement type, Dictionary<string, List<string>> records)
    {
        if (type.ValueKind == JsonValueKind.Array)
        {
            foreach (var branch in type.EnumerateArray())
                Collect(branch, records);
        }
        else if (type.ValueKind == JsonValueKind.Object && type.GetProperty("type").GetString() == "array")
        {
            Collect(type.GetProperty("items"), records);
        }
        else if (type.ValueKind == JsonValueKind.Object && type.GetProperty("type").GetString() == "record")
        {
            var fields = new List<string>();
            records.Add($"{type.GetProperty("namespace").GetString()}.{type.GetProperty("name").GetString()}", fields);
            foreach (var field in type.GetProperty("fields").EnumerateArray())
            {
                fields.Add($"{field.GetProperty("name").GetString()} {TypeOf(field.GetProperty("type"))}");
                Collect(field.GetProperty("type"), records);
            }
        }
    }

    static string TypeOf(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => ShortName(type.GetString()!),
        JsonValueKind.Array => string.Join('|', type.EnumerateArray().Select(TypeOf)),
        _ => type.GetProperty("type").GetString() switch
        {
            "array" => $"[{TypeOf(type.GetProperty("items"))}]",
            "record" => ShortName(type.GetProperty("name").GetString()!),
            var name => $"{name} {type.GetProperty("logicalType").GetString()}",
        },
    };

    static string ShortName(string name) => name[(name.LastIndexOf('.') + 1)..];
}
