using Boom.Cli.Diagnosis;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Messaging.Registry;
using Boom.Tests.Cli.Schemas;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Cli.Diagnosis;

/// <summary>What <c>boom doctor</c> says of schemas when the registry does not give them.</summary>
public sealed class SchemaDiagnosisTests : IDisposable
{
    const string NoSubject = "http://one.example.org/subjects/alert-packet/versions has no subject alert-packet.";
    const string Away = "http://one.example.org/subjects/alert-packet/versions does not answer.";

    readonly TemporaryFolder _folder = new();
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 4, 5, 0, TimeSpan.Zero));
    readonly SchemaSubject _subject = new NumberedSurvey(new IncludedSchemas()).Schemas!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_FolderOfFiles_ListsTheNumbersThatAreThere()
    {
        AddFile("10/2", "toy.v10_2.alert.avsc");
        AddFile("3/0", "toy.v3_0.alert.avsc");
        AddFile("10/3", "toy.v10_3.object.avsc");
        AddFile("docs/0", "toy.v0_0.alert.avsc");

        var view = SchemaFilesView.Of(new RegistryOptions { Addresses = ["http://one.example.org"], Files = _folder.Path }, _subject)!;

        Assert.Equal(_folder.Path, view.Place);
        Assert.Equal([300u, 1002u], view.Numbers!);
    }

    [Fact]
    public void Of_AddressOfFiles_HasNoNumbers() =>
        Assert.Equal(
            new SchemaFilesView("https://two.example.org/schemas", null),
            SchemaFilesView.Of(new RegistryOptions { Addresses = ["http://one.example.org"], Files = "https://two.example.org/schemas" }, _subject));

    [Fact]
    public void Of_NoFiles_IsNull() => Assert.Null(SchemaFilesView.Of(new RegistryOptions { Addresses = ["http://one.example.org"], Files = "none" }, _subject));

    [Theory]
    [InlineData(Away, false, null, "packets of other versions wait until the registry answers")]
    [InlineData(Away, false, "folder", "packets of versions that are in neither wait until the registry answers")]
    [InlineData(Away, false, "address", "packets of other versions get their schemas from https://two.example.org; those that are not there wait until the registry answers")]
    [InlineData(NoSubject, true, null, "packets of other versions become dead letters, to be replayed when their schema is known")]
    [InlineData(NoSubject, true, "folder", "packets of versions that are in neither become dead letters, to be replayed when their schema is known")]
    public void WhatFollows_RegistryGivesNothing_SaysWhatBecomesOfPackets(string message, bool isPermanent, string? files, string follows)
    {
        Exception fault = isPermanent ? new PermanentFaultException(message) : new TransientFaultException(message);
        var view = files switch
        {
            "folder" => new SchemaFilesView("/files", [300]),
            "address" => new SchemaFilesView("https://two.example.org", null),
            _ => null,
        };

        Assert.Equal(follows, SchemaDiagnosis.WhatFollows(fault, view));
    }

    [Fact]
    public void WhatFollows_OneRegistryLetsNobodyIn_PacketsWait() =>
        Assert.EndsWith(
            "wait until the registry answers",
            SchemaDiagnosis.WhatFollows(new PermanentFaultException($"{NoSubject.TrimEnd('.')}; http://two.example.org answers 401."), files: null),
            StringComparison.Ordinal);

    [Fact]
    public async Task RegistryKnowsNothing_IsRecognisedByItsSentence()
    {
        using var registry = new TestRegistry();
        registry.Answer = _ => new TestReply(404, """{"error_code":40401,"message":"Subject not found."}""");
        var settings = new RegistrySettings(new RegistryOptions { Addresses = [registry.Address], Files = "none", CacheFolder = _folder.Path }, new Dictionary<Survey, RegistryOptions>());
        using var schemas = new SchemaRegistry(settings, TimeProvider.System, NullLogger<SchemaRegistry>.Instance);

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(() => schemas.ListAsync(_subject, TestContext.Current.CancellationToken));

        Assert.Contains("become dead letters", SchemaDiagnosis.WhatFollows(fault, files: null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DamagedFileInTheCache_WarnsAndNamesIt()
    {
        var cache = new SchemaCache(Path.Combine(_folder.Path, "schemas"), _time);
        cache.Save(_subject, 1001, NumberedSurvey.Schema(10, 1, """{"name":"id","type":"long"}"""), "https://registry.example.org");
        await File.WriteAllTextAsync(cache.PathOf(_subject, 1001), "damaged", TestContext.Current.CancellationToken);

        var findings = await SchemaDiagnosis.RunAsync(
            _folder.Path, new SurveyCatalog([new NumberedSurvey(new IncludedSchemas())]), _time, TestContext.Current.CancellationToken);

        var damage = Assert.Single(findings, finding => finding.Status == FindingStatus.Warn);
        Assert.StartsWith($"{cache.PathOf(_subject, 1001)} is damaged", damage.Detail, StringComparison.Ordinal);
        Assert.Contains("boom schemas fetch", damage.Remedy, StringComparison.Ordinal);
    }

    void AddFile(string folder, string name)
    {
        var place = Directory.CreateDirectory(Path.Combine(_folder.Path, folder)).FullName;
        File.WriteAllText(Path.Combine(place, name), "{}");
    }
}
