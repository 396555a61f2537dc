using Boom.Core.Catalogs;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Catalogs;
using Boom.Simulation.Objects;
using Xunit;

namespace Boom.Tests.Simulation.Catalogs;

public sealed class SimulatedCatalogsWriteTests : IDisposable
{
    static readonly SimulationOptions _night = new() { Seed = 11, Alerts = 300 };

    readonly string _folder = Directory.CreateTempSubdirectory("boom-simulated-catalogs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_EmptyFolder_MakesAllTablesWithAllRows()
    {
        var written = SimulatedCatalogs.Write(_night, _folder, default);

        Assert.Equal(SimulatedCatalogs.Names, written);
        var counts = SimulatedCatalogs.Rows(_night).CountBy(row => row.Catalog).ToDictionary();
        foreach (var name in SimulatedCatalogs.Names)
        {
            using var table = Open(name);
            Assert.Equal(counts[name], table.Header.RowCount);
            Assert.Equal("simulated sky, seed 11", table.Header.Description.Source);
            Assert.Equal("seed-11-20260101-300-r1", table.Header.Description.Version);
            Assert.Equal("_id", table.Header.Description.IdColumn);
        }

        Assert.Equal(SimulatedCatalogs.Names.Select(name => $"{name}.sky").Order(), Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Write_HostsOfTheNight_AreFoundInTheTable()
    {
        SimulatedCatalogs.Write(_night, _folder, default);

        using var table = Open("NED");
        var hits = new SkyHits();
        foreach (var truth in new SimulatedNight(_night).Truths().Where(truth => truth.Host is not null))
        {
            table.FindCone(truth.Position, 300, hits);
            Assert.Contains(hits.Items.ToArray(), hit =>
                table.TryGetNumber(table.ColumnOf("z"), hit.Row, out var z)
                && Math.Abs(z - (double)truth.Redshift!) < 6e-4
                && CatalogRows.Passes(z, hit.DistanceArcsec, 30));
        }
    }

    [Fact]
    public void Write_NightThatIsThere_WritesNothing()
    {
        SimulatedCatalogs.Write(_night, _folder, default);

        Assert.Empty(SimulatedCatalogs.Write(_night, _folder, default));
    }

    [Fact]
    public void Write_FewerAlertsOfANightThatIsThere_WritesNothing()
    {
        SimulatedCatalogs.Write(_night, _folder, default);

        Assert.Empty(SimulatedCatalogs.Write(_night with { Alerts = 50 }, _folder, default));
    }

    [Fact]
    public void Write_NightOfAnotherSurveyOnTheSameSky_AddsOnlyWhatThatOneSeesAlone()
    {
        SimulatedCatalogs.Write(_night, _folder, default);
        var other = _night with { Survey = Survey.Lsst };

        Assert.Equal(SimulatedCatalogs.Names, SimulatedCatalogs.Write(other, _folder, default));

        var keys = new SimulatedNight(_night).Truths().Select(t => t.SkyKey).ToHashSet();
        var added = new SimulatedNight(other).Truths().Where(t => !keys.Contains(t.SkyKey)).ToList();
        using var table = Open("Gaia_DR3");
        Assert.InRange(table.Header.RowCount - SimulatedCatalogs.Rows(_night).Count(row => row.Catalog == "Gaia_DR3"), added.Count(t => t.Class == ObjectClass.RrLyrae), 4 * added.Count);
        Assert.DoesNotContain("seed-11-20260101-300", table.Header.Description.Version, StringComparison.Ordinal);
        Assert.Empty(SimulatedCatalogs.Write(other, _folder, default));
        Assert.NotEmpty(SimulatedCatalogs.Write(other with { Alerts = 200 }, _folder, default));
    }

    [Fact]
    public void Write_OneTableGone_WritesThatOne()
    {
        SimulatedCatalogs.Write(_night, _folder, default);
        File.Delete(Path.Combine(_folder, "NED.sky"));

        Assert.Equal(["NED"], SimulatedCatalogs.Write(_night, _folder, default));
    }

    [Fact]
    public void Write_AnotherNight_KeepsTheObjectsOfTheFirst()
    {
        var next = _night with { Night = _night.Night.AddDays(1), Seed = 12 };
        SimulatedCatalogs.Write(_night, _folder, default);

        Assert.Equal(SimulatedCatalogs.Names, SimulatedCatalogs.Write(next, _folder, default));

        using var table = Open("milliquas_v8");
        Assert.Equal("simulated sky, seeds 11, 12", table.Header.Description.Source);
        var hits = new SkyHits();
        foreach (var truth in new[] { _night, next }.SelectMany(night => new SimulatedNight(night).Truths()).Where(truth => truth.Class == ObjectClass.Agn))
            Assert.NotEqual(0, table.FindCone(truth.Position, 2, hits));
        Assert.Empty(SimulatedCatalogs.Write(_night, _folder, default));
    }

    [Fact]
    public void Write_TableFromElsewhere_IsLeftAlone()
    {
        SkyColumn[] columns = [new("mag", SkyColumnType.Float32)];
        var path = Path.Combine(_folder, "Gaia_DR3.sky");
        using (var builder = new SkyTableBuilder(new("Gaia_DR3", "1", "gaia.csv", DateTimeOffset.UnixEpoch), columns, new() { TempFolder = _folder }))
        {
            builder.Add(new SkyRow(columns) { Position = new(10, 20) });
            builder.Complete(path, null, default);
        }

        Assert.DoesNotContain("Gaia_DR3", SimulatedCatalogs.Write(_night, _folder, default));
        using var table = Open("Gaia_DR3");
        Assert.Equal("gaia.csv", table.Header.Description.Source);
    }

    [Fact]
    public void Write_TwoFolders_FilesAreTheSameBytes()
    {
        var other = Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName;
        SimulatedCatalogs.Write(_night, _folder, default);
        SimulatedCatalogs.Write(_night, other, default);

        Assert.All(SimulatedCatalogs.Names, name =>
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, $"{name}.sky")), File.ReadAllBytes(Path.Combine(other, $"{name}.sky"))));
    }

    [Fact]
    public void Write_Cancelled_LeavesNothing()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => SimulatedCatalogs.Write(_night, _folder, new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    SkyTable Open(string name) => SkyTable.Open(Path.Combine(_folder, $"{name}.sky"));
}
