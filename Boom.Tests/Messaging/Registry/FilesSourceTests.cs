using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Messaging.Registry;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>Schema files in GitHub layout.</summary>
public sealed class FilesSourceTests : IDisposable
{
    const string Main = """{"type":"record","name":"alert","namespace":"toy.v11_1","fields":[{"name":"a","type":["null","toy.v11_1.source"]},{"name":"b","type":{"type":"array","items":"toy.v11_1.source"}}]}""";
    const string Source = """{"type":"record","name":"source","namespace":"toy.v11_1","fields":[{"name":"x","type":"toy.v11_1.point"}]}""";
    const string Point = """{"type":"record","name":"point","namespace":"toy.v11_1","fields":[{"name":"y","type":"double"}]}""";

    static readonly SchemaSubject Subject = NumberedSchemas.Subject();

    readonly RegistryHarness _harness = new();
    readonly TestRegistry _files = new();
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public FilesSourceTests()
    {
        _files.Answer = path => _texts.TryGetValue(path, out var text) ? new TestReply(200, text, "text/plain") : new TestReply(404, "404: Not Found", "text/plain");
        _harness.Options.Files = $"{_files.Address}/schema/";
        foreach (var (name, text) in ((string, string)[])[("alert", Main), ("source", Source), ("point", Point)])
            _texts[$"/schema/11/1/toy.v11_1.{name}.avsc"] = text;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _harness.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData("https://github.com/lsst/alert_packet/tree/main/python/lsst/alert/packet/schema", "https://raw.githubusercontent.com/lsst/alert_packet/main/python/lsst/alert/packet/schema")]
    [InlineData("https://github.com/lsst/alert_packet/tree/main/schema/", "https://raw.githubusercontent.com/lsst/alert_packet/main/schema")]
    [InlineData("https://raw.githubusercontent.com/lsst/alert_packet/main/schema", "https://raw.githubusercontent.com/lsst/alert_packet/main/schema")]
    [InlineData("http://mirror.example.org/schema/", "http://mirror.example.org/schema")]
    public void RawAddress_OfAFolder_IsWhereFilesAreHad(string folder, string expected) => Assert.Equal(expected, FilesSource.RawAddress(folder));

    [Fact]
    public async Task FindAsync_RegistryWithoutIt_FilesAreInlinedIntoOne()
    {
        var found = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Null(WriterSchemaCheck.FindFault(found.Json!, "toy.v11_1.alert"));
        Assert.Equal($"{_files.Address}/schema/11/1/toy.v11_1.alert.avsc", found.Source);
        Assert.Equal(3, _files.Requests.Count);
    }

    [Fact]
    public async Task FindAsync_RegistryAway_FilesAnswer()
    {
        _harness.Server.Leave();

        Assert.NotNull((await _harness.Start().FindAsync(Subject, 1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_RegistryHasIt_FilesAreNotAsked()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));

        await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Empty(_files.Requests);
    }

    [Fact]
    public async Task FindAsync_FilesNone_AreNotAsked()
    {
        _harness.Options.Files = "none";
        var subject = new SchemaSubject
        {
            Survey = Subject.Survey, Name = Subject.Name, Registry = "", Files = $"{_files.Address}/schema", VersionOf = Subject.VersionOf, NumberOf = Subject.NumberOf, RecordName = Subject.RecordName,
        };

        Assert.Null((await _harness.Start().FindAsync(subject, 1101, Token)).Json);
        Assert.Empty(_files.Requests);
    }

    [Fact]
    public async Task FindAsync_RegistrySaysNoAndFilesAreAway_IsNotWaitedFor()
    {
        _files.Leave();

        var answer = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Contains(_files.Address, answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_RegistryAwayAndFilesWithoutIt_PacketWaits()
    {
        _harness.Server.Leave();
        _texts.Clear();

        await Assert.ThrowsAsync<TransientFaultException>(() => _harness.Start().FindAsync(Subject, 1101, Token).AsTask());
    }

    [Theory]
    [InlineData("point", null, "which the schema names, does not exist")]
    [InlineData("point", """{"type":"record","name":"other","namespace":"toy.v11_1","fields":[]}""", "does not declare toy.v11_1.point")]
    [InlineData("alert", """{"type":"record","name":"alert","namespace":"toy.v10_0","fields":[]}""", "the schema is of toy.v10_0.alert")]
    [InlineData("alert", "<html></html>", "answers with a page")]
    [InlineData("alert", "{", "not JSON")]
    [InlineData("source", """{"type":"record","name":"source","namespace":"toy.v11_1","fields":[{"name":"x","type":"toy.v11_1.alert"}]}""", "contains itself")]
    public async Task FindAsync_FilesThatAreNoSchema_AreRefusedWithReason(string name, string? text, string expected)
    {
        var path = $"/schema/11/1/toy.v11_1.{name}.avsc";
        if (text is null)
            _texts.Remove(path);
        else
            _texts[path] = text;

        var answer = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Null(answer.Json);
        Assert.Contains(expected, answer.Problem, StringComparison.Ordinal);
    }
}
