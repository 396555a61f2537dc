using System.Globalization;
using Boom.Catalogs;
using Boom.Core.Bson;
using Boom.Core.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Telemetry;
using Boom.Simulation;
using Boom.Simulation.Catalogs;

namespace Boom.Lab.Bench.Catalogs;

/// <summary><c>boom bench catalog</c>: cones on large tables, six catalogues for an object, a cold table, the same cones by SQLite, and bringing a table in.</summary>
/// <param name="folder">Existing folder for everything it writes.</param>
/// <param name="rows">Rows of the large tables.</param>
/// <param name="importRows">Rows of the text table that is brought in; 0 for none.</param>
/// <param name="rounds">Rounds.</param>
/// <param name="time">Clock.</param>
/// <param name="report">Hears what is being done.</param>
internal sealed class CatalogBench(string folder, int rows, int importRows, int rounds, TimeProvider time, Action<string> report)
{
    const int Cones = 200_000;
    const int SlowCones = 2_000;
    const int ColdCones = 1_000;
    const int SimulatedAlerts = 5_000;
    const double Wide = 300, Narrow = 2;

    readonly SkyHits _hits = new();
    readonly List<CatalogFigure> _figures = [];

    /// <summary>Measures everything. Throws <see cref="OperationCanceledException"/> when stopped.</summary>
    public async Task<CatalogFigures> RunAsync(CancellationToken cancellationToken)
    {
        var build = Figure("table of 12 columns built from rows in memory", "rows/s", 250_000);
        report($"making tables of {rows} rows");
        var paths = new List<(string Title, string Path)>();
        foreach (var (title, isCrowded) in new[] { ("spread evenly", false), ("crowded as stars are", true) })
        {
            var started = time.GetTimestamp();
            paths.Add((title, BenchTable.Build(folder, isCrowded ? "crowded" : "even", rows, isCrowded, cancellationToken)));
            build.Rounds.Add(rows / time.GetElapsedTime(started).TotalSeconds);
        }

        MeasureCones(paths, cancellationToken);
        MeasureObjects(paths[1].Path, cancellationToken);
        MeasureCold(paths[0].Path);
        await MeasureOthersAsync(paths[0].Path, cancellationToken);
        if (importRows > 0)
            MeasureImport(cancellationToken);
        return new CatalogFigures(rows, _figures);
    }

    void MeasureCones(List<(string Title, string Path)> tables, CancellationToken cancellationToken)
    {
        foreach (var (title, path) in tables)
        {
            using var table = SkyTable.Open(path);
            MeasureParts(table, title, PlacesOf(table, Cones));
            foreach (var (where, places) in new[] { ("anywhere", Places(Cones)), ("at rows", PlacesOf(table, Cones)) })
            {
                foreach (var (radius, goal) in new[] { (Wide, 500_000.0), (Narrow, 2_000_000.0) })
                {
                    var figure = Figure($"cones of {radius}″ {where}, table {title}", "cones/s", goal);
                    ReadCones(table, places.AsSpan(0, Cones / 10), radius);
                    for (var round = 0; round < rounds; round++)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        var allocated = GC.GetAllocatedBytesForCurrentThread();
                        var started = time.GetTimestamp();
                        var found = ReadCones(table, places, radius);
                        var seconds = time.GetElapsedTime(started).TotalSeconds;
                        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                        figure.Rounds.Add(places.Length / seconds);
                        figure.Remark = string.Create(CultureInfo.InvariantCulture, $"{(double)found / places.Length:0.000} rows a cone, {(double)allocated / places.Length:0.0} bytes allocated");
                    }
                }
            }
        }
    }

    // What bounds narrow cones at rows: a row that nobody has asked for is not in the cache of the processor, and neither are its values.
    void MeasureParts(SkyTable table, string title, SkyPosition[] places)
    {
        var (alone, values) = (Figure($"cones of {Narrow}″ at rows, table {title}, no values read", "cones/s"), Figure($"two values of a row anywhere, table {title}, no cone", "rows/s"));
        var (redshift, type) = (table.ColumnOf("z"), table.ColumnOf("objtype"));
        var random = new Random(31);
        var numbers = Enumerable.Range(0, places.Length).Select(_ => random.NextInt64(rows)).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var started = time.GetTimestamp();
            var found = 0L;
            foreach (var place in places)
                found += table.FindCone(place, Narrow, _hits);
            alone.Rounds.Add(found / time.GetElapsedTime(started).TotalSeconds);
            started = time.GetTimestamp();
            var sum = 0.0;
            foreach (var row in numbers)
                sum += table.GetFloat64(redshift, row) + table.GetString(type, row).Length;
            values.Rounds.Add((double.IsNaN(sum) ? 0 : numbers.Length) / time.GetElapsedTime(started).TotalSeconds);
        }
    }

    // Each row found has two of its columns read.
    long ReadCones(SkyTable table, ReadOnlySpan<SkyPosition> places, double radiusArcsec)
    {
        var (redshift, type) = (table.ColumnOf("z"), table.ColumnOf("objtype"));
        var (found, sum) = (0L, 0.0);
        foreach (var place in places)
        {
            found += table.FindCone(place, radiusArcsec, _hits);
            foreach (var hit in _hits.Items)
                sum += table.GetFloat64(redshift, hit.Row) + table.GetString(type, hit.Row).Length;
        }

        return double.IsNaN(sum) ? -1 : found;
    }

    void MeasureObjects(string path, CancellationToken cancellationToken)
    {
        using (var table = SkyTable.Open(path))
        {
            var rules = KnownCatalogs.Northern.Select(rule => new TableMatcher(rule, table)).ToList();
            MeasureObjects("six rules on a crowded table, at places anywhere", rules, Places(Cones), cancellationToken);
        }

        report("making the catalogues of a simulated night");
        var options = new SimulationOptions { Alerts = SimulatedAlerts };
        var simulated = Path.Combine(folder, "simulated");
        SimulatedCatalogs.Write(options, simulated, cancellationToken);
        using var shelf = new CatalogShelf(simulated);
        shelf.Refresh();
        using var set = shelf.Take();
        SkyPosition[] objects = [.. new SimulatedNight(options).Truths().Select(truth => truth.Position)];
        MeasureObjects(
            "six catalogues of the simulated sky, at its objects", [.. KnownCatalogs.Northern.Select(rule => new TableMatcher(rule, set.Find(rule.Catalog)!))],
            [.. Enumerable.Range(0, Cones).Select(i => objects[i % objects.Length])], cancellationToken);
    }

    void MeasureObjects(string title, IReadOnlyList<TableMatcher> matchers, SkyPosition[] places, CancellationToken cancellationToken)
    {
        var figure = Figure(title, "µs/object", 15, isAtMost: true);
        using var writer = new BsonWriter();
        var scratch = new MatchScratch();
        Match(places.AsSpan(0, places.Length / 10));
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = time.GetTimestamp();
            var matches = Match(places);
            figure.Rounds.Add(time.GetElapsedTime(started).TotalMicroseconds / places.Length);
            figure.Remark = string.Create(CultureInfo.InvariantCulture, $"{(double)matches / places.Length:0.00} matches an object, as documents");
        }

        long Match(ReadOnlySpan<SkyPosition> some)
        {
            var matches = 0L;
            foreach (var place in some)
            {
                writer.Reset();
                writer.BeginRoot();
                foreach (var matcher in matchers)
                    matches += matcher.Write(writer, place, scratch);
                writer.EndRoot();
            }

            return matches;
        }
    }

    void MeasureCold(string path)
    {
        if (!ColdFile.IsPossible)
            return;
        var (open, faults) = (Figure("first match of a table that is not in the cache", "ms"), Figure("page faults that read from the disk, cold table, 2″", "a cone"));
        var places = Places(ColdCones);
        for (var round = 0; round < rounds; round++)
        {
            ColdFile.Forget(path);
            var started = time.GetTimestamp();
            using var table = SkyTable.Open(path);
            ReadCones(table, places.AsSpan(0, 1), Narrow);
            open.Rounds.Add(time.GetElapsedTime(started).TotalMilliseconds);
            var before = PageFaults.Count();
            started = time.GetTimestamp();
            ReadCones(table, places, Narrow);
            faults.Rounds.Add((double)(PageFaults.Count() - before) / ColdCones);
            faults.Remark = string.Create(CultureInfo.InvariantCulture, $"{ColdCones / time.GetElapsedTime(started).TotalSeconds:0} cones/s in the last round");
        }
    }

    async Task MeasureOthersAsync(string path, CancellationToken cancellationToken)
    {
        report("giving the same rows to SQLite");
        using var table = SkyTable.Open(path);
        var positions = Enumerable.Range(0, rows).Select(row => table.PositionOf(row));
        using var tree = new SqliteCones(Path.Combine(folder, "tree.db"), positions);
        using var store = await StoreCones.CreateAsync(Path.Combine(folder, "store.db"), positions, cancellationToken);

        // Boxes of an R*Tree know neither poles nor the meridian.
        SkyPosition[] places = [.. Places(2 * SlowCones).Where(place => Math.Abs(place.DecDegrees) < 80 && place.RaDegrees is > 1 and < 359).Take(SlowCones)];
        foreach (var radius in (double[])[Wide, Narrow])
        {
            var (ours, theirs, stored) = (Figure($"the same {SlowCones} cones of {radius}″: sky table", "cones/s"), Figure($"the same {SlowCones} cones of {radius}″: R*Tree of SQLite", "cones/s"), Figure($"the same {SlowCones} cones of {radius}″: search of the store", "cones/s"));
            for (var round = 0; round < rounds; round++)
            {
                var started = time.GetTimestamp();
                var found = ReadCones(table, places, radius);
                ours.Rounds.Add(SlowCones / time.GetElapsedTime(started).TotalSeconds);
                started = time.GetTimestamp();
                var inTree = places.Sum(place => (long)tree.Find(place, radius));
                theirs.Rounds.Add(SlowCones / time.GetElapsedTime(started).TotalSeconds);
                started = time.GetTimestamp();
                var inStore = 0L;
                foreach (var place in places)
                    inStore += await store.FindAsync(place, radius, cancellationToken);
                stored.Rounds.Add(SlowCones / time.GetElapsedTime(started).TotalSeconds);
                if (found != inTree || found != inStore)
                    throw new InvalidDataException($"The sky table finds {found} rows in these cones, the R*Tree {inTree}, and the store {inStore}.");
                ours.Remark = string.Create(CultureInfo.InvariantCulture, $"{(double)found / SlowCones:0.000} rows a cone, by all three");
            }
        }
    }

    void MeasureImport(CancellationToken cancellationToken)
    {
        report($"bringing in {importRows} rows of text");
        var csv = Path.Combine(folder, "rows.csv");
        BenchTable.WriteCsv(csv, importRows, cancellationToken);
        var figure = Figure("CSV of 12 columns to a finished table", "rows/s", 250_000);
        for (var round = 0; round < rounds; round++)
        {
            var meter = BenchMeter.Start(time);
            var account = CatalogImport.Run(csv, folder, new CatalogOptions { Name = "imported", IdColumn = "_id" }, time, null, cancellationToken);
            var measure = meter.StopAsync(1).GetAwaiter().GetResult();
            figure.Rounds.Add(account.RowsAdded / measure.Elapsed.TotalSeconds);
            figure.Remark = string.Create(CultureInfo.InvariantCulture, $"{account.RowsAdded:#,0} rows, peak {measure.PeakResidentBytes / 1048576.0:0} MiB resident");
        }
    }

    CatalogFigure Figure(string title, string unit, double? goal = null, bool isAtMost = false)
    {
        var figure = new CatalogFigure(title, unit, goal, isAtMost);
        _figures.Add(figure);
        return figure;
    }

    static SkyPosition[] Places(int count)
    {
        var random = new Random(23);
        return [.. Enumerable.Range(0, count).Select(_ => BenchTable.Position(random, isCrowded: false))];
    }

    SkyPosition[] PlacesOf(SkyTable table, int count)
    {
        var random = new Random(29);
        return [.. Enumerable.Range(0, count).Select(_ => table.PositionOf(random.NextInt64(rows)))];
    }
}
