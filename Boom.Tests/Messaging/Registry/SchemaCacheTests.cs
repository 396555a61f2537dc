using Boom.Core.Surveys;
using Boom.Messaging.Registry;
using Boom.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>Schemas on disk.</summary>
public sealed class SchemaCacheTests : IDisposable
{
    static readonly SchemaSubject Subject = NumberedSchemas.Subject();

    readonly TemporaryFolder _folder = new();
    readonly SchemaCache _cache;

    public SchemaCacheTests() => _cache = new SchemaCache(_folder.Path, new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_Saved_IsAsItWas()
    {
        var schema = NumberedSchemas.Schema(11, 1, "with \\u00b5 and é");
        _cache.Save(Subject, 1101, schema, "a test");

        Assert.Equal(
            new CachedSchema("alert-packet", 1101, "a test", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), schema), _cache.Find(Subject, 1101, out var problem));
        Assert.Null(problem);
    }

    [Fact]
    public void Find_CutOffAnywhere_IsPassedOver()
    {
        _cache.Save(Subject, 1101, NumberedSchemas.Schema(11, 1), "a test");
        var path = _cache.PathOf(Subject, 1101);
        var whole = File.ReadAllBytes(path);

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);

            Assert.Null(_cache.Find(Subject, 1101, out var problem));
            Assert.Contains(path, problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Find_AnyByteOfTheSchemaChanged_IsPassedOver()
    {
        _cache.Save(Subject, 1101, NumberedSchemas.Schema(11, 1), "a test");
        var path = _cache.PathOf(Subject, 1101);
        var whole = File.ReadAllBytes(path);
        var random = new Random(2);

        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);

            Assert.True(_cache.Find(Subject, 1101, out _) is not { } found || found.Json == NumberedSchemas.Schema(11, 1));
        }
    }

    [Fact]
    public void Find_FileOfAnotherNumber_IsPassedOver()
    {
        _cache.Save(Subject, 1101, NumberedSchemas.Schema(11, 1), "a test");
        File.Move(_cache.PathOf(Subject, 1101), _cache.PathOf(Subject, 1100));

        Assert.Null(_cache.Find(Subject, 1100, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public async Task Save_ByManyAtOnce_ReadersSeeWholeFilesOnly()
    {
        var other = new SchemaCache(_folder.Path, TimeProvider.System);
        _cache.Save(Subject, 1101, NumberedSchemas.Schema(11, 1), "a test");

        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 10; i++)
                (writer % 2 == 0 ? _cache : other).Save(Subject, 1101, NumberedSchemas.Schema(11, 1, $"field{writer}_{i}"), $"writer {writer}");
        }, TestContext.Current.CancellationToken)).ToList();
        var all = Task.WhenAll(writers);
        while (!all.IsCompleted)
        {
            Assert.NotNull(_cache.Find(Subject, 1101, out var problem));
            Assert.Null(problem);
        }

        await all;
        Assert.Equal([_cache.PathOf(Subject, 1101)], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Save_DraftsOfKilledProcesses_AreRemovedWhenOld()
    {
        var (old, young) = (Path.Combine(_folder.Path, "x.json.1-1-1.new"), Path.Combine(_folder.Path, "x.json.1-1-2.new"));
        File.WriteAllText(old, "");
        File.WriteAllText(young, "");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(young, new DateTime(2026, 2, 28, 23, 0, 0, DateTimeKind.Utc));

        _cache.Save(Subject, 1101, NumberedSchemas.Schema(11, 1), "a test");

        Assert.Equal((false, true), (File.Exists(old), File.Exists(young)));
    }

    [Fact]
    public void List_Folder_IsSoundSchemasByNumber()
    {
        _cache.Save(Subject, 1101, NumberedSchemas.Schema(11, 1), "a test");
        _cache.Save(Subject, 900, NumberedSchemas.Schema(9, 0), "a test");
        File.WriteAllText(_cache.PathOf(Subject, 1000), "damaged");
        File.WriteAllText(Path.Combine(_folder.Path, "notes.json"), "of somebody");
        var problems = new List<string>();

        Assert.Equal([900u, 1101u], _cache.List(Subject, problems).Select(schema => schema.Number));
        Assert.Single(problems);
    }
}
