using System.Text;
using Avro;
using Avro.Generic;
using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Messages;
using Xunit;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>The check of messages can fail: each rule of the client is broken in a message that is sound.</summary>
public sealed class ClientModelTests
{
    const string ZtfTopic = "babamul.ztf.lsst-match.hosted";
    const string LsstTopic = "babamul.lsst.ztf-match.hosted";

    static byte[] ZtfMessage { get; } = PublicInputs.Make(PublicInputs.Ztf() with { Partner = PublicInputs.OfLsst[0].Object }).Message!.Value;

    static byte[] LsstMessage { get; } = PublicInputs.Make(PublicInputs.Lsst() with { Partner = PublicInputs.OfZtf[0].Object }).Message!.Value;

    [Fact]
    public void Models_Candidates_HaveAsManyFieldsAsTheClient() => Assert.Equal(
        (84, 87), (ModelOf(ClientModels.Ztf, "candidate").Fields.Count, ModelOf(ClientModels.Lsst, "candidate").Fields.Count));

    [Fact]
    public void Models_LsstCandidate_WantsTheKeysThatTheClientWants()
    {
        var fields = ModelOf(ClientModels.Lsst, "candidate").Fields;

        Assert.Equal((13, 64, 10), (fields.Count(field => !field.MayBeNull), fields.Count(field => field.MayBeNull && !field.MayBeAbsent), fields.Count(field => field.MayBeAbsent)));
    }

    [Theory]
    [InlineData(ZtfTopic)]
    [InlineData(LsstTopic)]
    public void FindProblems_SoundMessage_FindsNone(string topic) => Assert.Empty(ClientReader.FindProblems(topic, MessageOf(topic)));

    // Removed, null, and of a type that is none of the client's: for every field of every model that occurs in the message.
    [Theory]
    [InlineData(ZtfTopic)]
    [InlineData(LsstTopic)]
    public void Check_EveryFieldSpoilt_IsFoundWhereTheClientWantsIt(string topic)
    {
        var model = ClientModels.Of(topic)!;
        var spoilt = 0;
        var whole = ClientReader.Read(MessageOf(topic));
        foreach (var (record, of) in RecordsOf(whole, model))
        {
            foreach (var field in of.Fields)
            {
                if (field.FindIn(record) is not { } name)
                    continue;
                var value = record[name];
                record.Remove(name);
                Assert.Equal(!field.MayBeAbsent, IsWrong());
                record[name] = null;
                Assert.Equal(!field.MayBeNull, IsWrong());
                record[name] = new object();
                Assert.True(IsWrong(), $"{of.Name}.{name}");
                record[name] = value;
                Assert.False(IsWrong());
                spoilt++;
            }

            bool IsWrong()
            {
                var problems = new List<string>();
                model.Check(whole, "", problems);
                return problems.Count > 0;
            }
        }

        Assert.InRange(spoilt, 120, 4000);
    }

    [Theory]
    [InlineData(ZtfTopic, "candidate fid", 4L)]
    [InlineData(ZtfTopic, "candidate fid", 0L)]
    [InlineData(ZtfTopic, "candidate programid", 64L)]
    [InlineData(ZtfTopic, "candidate programid", -1L)]
    [InlineData(ZtfTopic, "candidate ndethist", -1L)]
    [InlineData(ZtfTopic, "candidate ncovhist", -1L)]
    [InlineData(ZtfTopic, "candidate nmtchps", -1L)]
    [InlineData(ZtfTopic, "candidate band", "j")]
    [InlineData(ZtfTopic, "candidate band", "Y")]
    [InlineData(ZtfTopic, "candidate fid", 1.5)]
    [InlineData(ZtfTopic, "candid", double.NaN)]
    [InlineData(ZtfTopic, "objectId", 7L)]
    [InlineData(ZtfTopic, "candidate isdiffpos", 2L)]
    [InlineData(ZtfTopic, "candidate ra", "east")]
    [InlineData(ZtfTopic, "survey_matches lsst objectId", 7L)]
    [InlineData(LsstTopic, "candidate detector", -1L)]
    [InlineData(LsstTopic, "candidate band", "k")]
    [InlineData(LsstTopic, "candidate snr", null)]
    [InlineData(LsstTopic, "candidate objectId", 7L)]
    [InlineData(LsstTopic, "properties multisurvey_photstats", null)]
    [InlineData(LsstTopic, "survey_matches ztf prv_nondetections", null)]
    public void Check_ValueThatTheClientRefuses_IsFound(string topic, string path, object? value)
    {
        var record = ClientReader.Read(MessageOf(topic));
        var problems = new List<string>();

        Set(record, path, value);
        ClientModels.Of(topic)!.Check(record, "", problems);

        Assert.StartsWith(path.Replace(' ', '.') + " is ", Assert.Single(problems), StringComparison.Ordinal);
    }

    // As the client's validator is lax.
    [Theory]
    [InlineData(ZtfTopic, "candidate ra", 12L)]
    [InlineData(ZtfTopic, "candidate ra", double.NaN)]
    [InlineData(ZtfTopic, "candidate magpsf", double.PositiveInfinity)]
    [InlineData(ZtfTopic, "candidate fid", 2.0)]
    [InlineData(ZtfTopic, "candidate isdiffpos", "t")]
    [InlineData(ZtfTopic, "candidate ndethist", "12")]
    [InlineData(ZtfTopic, "prv_nondetections", null)]
    [InlineData(LsstTopic, "candidate reliability", null)]
    [InlineData(LsstTopic, "properties star", null)]
    public void Check_ValueThatTheClientTakes_IsNone(string topic, string path, object? value)
    {
        var record = ClientReader.Read(MessageOf(topic));
        var problems = new List<string>();

        Set(record, path, value);
        ClientModels.Of(topic)!.Check(record, "", problems);

        Assert.Empty(problems);
    }

    [Fact]
    public void FindProblems_NameIsMissingInTheSchema_IsFound()
    {
        var spoilt = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(ZtfMessage).Replace("\"ndethist\"", "\"ndethisT\"", StringComparison.Ordinal));

        Assert.Equal(["candidate.ndethist is not there"], ClientReader.FindProblems(ZtfTopic, spoilt));
    }

    [Fact]
    public void FindProblems_WithoutARecord_IsFound()
    {
        var schema = AvroOracle.Read(ZtfMessage)[0].Schema;

        Assert.NotEmpty(ClientReader.FindProblems(ZtfTopic, AvroOracle.Container(schema, [], global::Avro.File.Codec.Type.Null)));
    }

    [Fact]
    public void FindProblems_SecondRecord_IsNotLookedAt()
    {
        var record = AvroOracle.Read(ZtfMessage)[0];

        Assert.Empty(ClientReader.FindProblems(ZtfTopic, AvroOracle.Container(record.Schema, [record, record], global::Avro.File.Codec.Type.Deflate)));
    }

    [Theory]
    [InlineData("zstandard")]
    [InlineData("lz4")]
    public void FindProblems_CodecThatTheClientLacks_IsFound(string codec)
    {
        const string header = "\u0014avro.codec\u0008null";
        var text = Encoding.Latin1.GetString(ZtfMessage);
        Assert.Contains(header, text, StringComparison.Ordinal);
        var spoilt = Encoding.Latin1.GetBytes(text.Replace(header, $"\u0014avro.codec{(char)(2 * codec.Length)}{codec}", StringComparison.Ordinal));

        Assert.NotEmpty(ClientReader.FindProblems(ZtfTopic, spoilt));
    }

    [Fact]
    public void FindProblems_TextIsNotUtf8_IsFound()
    {
        var schema = (RecordSchema)Schema.Parse("""{"type":"record","name":"A","fields":[{"name":"objectId","type":"string"}]}""");
        var record = new GenericRecord(schema);
        record.Add("objectId", "ZTF~~");
        var message = AvroOracle.Container(schema, [record], global::Avro.File.Codec.Type.Null);

        var spoilt = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace("ZTF~~", "ZTF\u00c3\u0028", StringComparison.Ordinal));

        Assert.Contains("UTF-8", Assert.Single(ClientReader.FindProblems(ZtfTopic, spoilt)), StringComparison.Ordinal);
    }

    [Fact]
    public void FindProblems_CutShort_IsFound() => Assert.NotEmpty(ClientReader.FindProblems(ZtfTopic, ZtfMessage[..^40]));

    [Fact]
    public void FindProblems_TopicOfNoSurvey_IsFound() => Assert.NotEmpty(ClientReader.FindProblems("babamul.decam.x", ZtfMessage));

    static byte[] MessageOf(string topic) => topic == ZtfTopic ? ZtfMessage : LsstMessage;

    static ClientModel ModelOf(ClientModel model, string field) => model.Fields.Single(one => one.Names[0] == field).Model!;

    static void Set(Dictionary<string, object?> record, string path, object? value)
    {
        var names = path.Split(' ');
        foreach (var name in names[..^1])
            record = (Dictionary<string, object?>)record[name]!;
        record[names[^1]] = value;
    }

    // The record of the message, and those inside it.
    static List<(Dictionary<string, object?> Record, ClientModel Model)> RecordsOf(Dictionary<string, object?> whole, ClientModel model)
    {
        var found = new List<(Dictionary<string, object?> Record, ClientModel Model)> { (whole, model) };
        for (var i = 0; i < found.Count; i++)
        {
            var (record, of) = found[i];
            foreach (var field in of.Fields.Where(field => field.Kind == ClientKind.Model && field.FindIn(record) is not null))
            {
                var value = record[field.Names[0]];
                foreach (var inner in (value as List<object?> ?? [value]).OfType<Dictionary<string, object?>>())
                    found.Add((inner, field.Model!));
            }
        }

        return found;
    }
}
