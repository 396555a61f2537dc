using System.Globalization;
using Boom.Core.Catalogs;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>One import.</summary>
sealed class ImportRun
{
    // Once more for values that did not fit; a source that goes on changing is no source.
    const int MostPasses = 4;
    const int RowsPerLook = 1024;
    const long LeastSortBytes = 64 << 20;
    const int MostTold = 20;

    static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    readonly ICatalogSource _source;
    readonly string _name, _folder;
    readonly CatalogOptions _options;
    readonly TimeProvider _time;
    readonly IProgress<CatalogProgress>? _progress;
    readonly CancellationToken _cancellationToken;
    readonly long _started;
    CatalogPhase _phase;
    long _phaseStarted, _reported, _rows, _leftOut, _sinceLook;
    RefusalCount _refusals = new();

    string _version = "";

    public ImportRun(
        ICatalogSource source, string name, string folder, CatalogOptions options, TimeProvider time, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken)
    {
        (_source, _name, _folder, _options, _time, _progress, _cancellationToken) = (source, name, folder, options, time, progress, cancellationToken);
        _started = time.GetTimestamp();
    }

    public CatalogAccount Run()
    {
        _version = ImportVersion.Of(SkyTableFiles.PathOf(_folder, _name), _options.Version, _time);
        for (var pass = 1; pass <= MostPasses; pass++)
        {
            if (Pass() is { } account)
                return account;
        }

        throw new CatalogException($"{_source.Description} changes while it is read: begin again when it is complete.");
    }

    // Null: types have changed.
    CatalogAccount? Pass()
    {
        using var plan = ImportPlan.Of(_source, _options);
        var columns = plan.Columns.Table;
        using var builder = new SkyTableBuilder(
            new SkyTableDescription(_name, _version, _source.Description, _time.GetUtcNow()) { IdColumn = plan.IdColumn, Properties = _options.Properties },
            columns,
            new SkyTableBuilderOptions { TempFolder = _folder, MemoryBytes = SortBytes() });
        Enter(CatalogPhase.Reading);
        (_leftOut, _refusals) = (0, new RefusalCount());
        _source.Begin(plan.Columns);
        var row = new CatalogRow(plan.Columns);
        using (var pipe = new RowPipe(builder, columns, _cancellationToken))
        {
            if (!ReadAll(row, pipe))
                return null;
            pipe.Complete();
        }

        if (builder.RowCount == 0)
            throw NoRows();
        Report(always: true);
        Enter(CatalogPhase.Writing);
        var path = SkyTableFiles.PathOf(_folder, _name);
        var header = builder.Complete(path, new Fractions(this), _cancellationToken);
        return Account(plan, row, path, header);
    }

    bool ReadAll(CatalogRow row, RowPipe pipe)
    {
        while (true)
        {
            row.Clear(pipe.Row);
            var read = _source.Read(row);
            if (read == CatalogRead.End)
                return true;
            if (read == CatalogRead.Retyped)
                return false;
            if (++_sinceLook >= RowsPerLook)
                Look();
            if (read == CatalogRead.Looking)
            {
                if (_phase != CatalogPhase.Looking)
                    Enter(CatalogPhase.Looking);
                _rows++;
                continue;
            }

            _rows++;
            var fate = read == CatalogRead.Row ? row.Finish() : RowFate.Refused;
            if (fate == RowFate.Kept)
                pipe.Take();
            else if (fate == RowFate.LeftOut)
                _leftOut++;
            else
                Refuse(row);
        }
    }

    void Refuse(CatalogRow row)
    {
        _refusals.Add(_source, row);
        row.RefusalsAreShown = _refusals.KeepsNext;
        if (_options.Strict)
            throw new CatalogException($"{_source.Description}, {_refusals.First[0]}. Nothing was added; without --strict such rows are left out.");
    }

    CatalogException NoRows() => new(
        _rows == 0 ? $"{_source.Description} has no rows."
        : _refusals.Count == 0 ? $"{_source.Description}: the condition (--where) leaves out all of its {Count(_rows)} rows."
        : $"{_source.Description}: none of its {Count(_rows)} rows can be taken; {_refusals.First[0]}.");

    CatalogAccount Account(ImportPlan plan, CatalogRow row, string path, SkyTableHeader header)
    {
        var position = plan.Columns.Position;
        var warnings = new List<string>();
        if (row.MayBeHours && position.RaUnit == Positions.AngleUnit.Unknown)
        {
            warnings.Add(
                $"All right ascensions are between 0 and 24 and nothing says that '{VisibleText.Of(_source.Columns[position.Ra].Name)}' is in degrees, as was assumed: if these are hours, give them a unit or write them as 12:34:56.");
        }

        warnings.AddRange(_source.Warnings.Take(MostTold));
        warnings.AddRange(plan.Renamed.Take(MostTold));
        if (plan.Renamed.Count > MostTold)
            warnings.Add($"{plan.Renamed.Count - MostTold} more columns have other names in the table.");
        return new CatalogAccount
        {
            Path = path,
            Source = _source.Description,
            Header = header,
            RaColumn = _source.Columns[position.Ra].Name,
            DecColumn = _source.Columns[position.Dec].Name,
            RowsRead = _rows,
            RowsAdded = header.RowCount,
            RowsLeftOut = _leftOut,
            RowsRefused = _refusals.ByReason,
            FirstRefusals = _refusals.First,
            SkippedColumns = _source.Skipped,
            Warnings = warnings,
            Duration = _time.GetElapsedTime(_started),
        };
    }

    long SortBytes() => Math.Max(Math.Min(LeastSortBytes, _options.MemoryBytes), _options.MemoryBytes - _source.WorkingBytes);

    void Look()
    {
        _sinceLook = 0;
        _cancellationToken.ThrowIfCancellationRequested();
        Report(always: false);
    }

    void Enter(CatalogPhase phase)
    {
        _phase = phase;
        _phaseStarted = _time.GetTimestamp();
        if (phase != CatalogPhase.Writing)
            _rows = 0;
    }

    void Report(bool always, double? fraction = null)
    {
        if (_progress is null || (!always && _time.GetElapsedTime(_reported) < ReportInterval))
            return;
        _reported = _time.GetTimestamp();
        var seconds = _time.GetElapsedTime(_phaseStarted).TotalSeconds;
        var total = _source.TotalBytes;
        fraction ??= total > 0 ? Math.Min(1, (double)_source.ReadBytes / total.Value) : null;
        _progress.Report(new CatalogProgress(_phase, _rows, _source.ReadBytes, total, seconds > 0 ? _rows / seconds : 0, fraction));
    }

    static string Count(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture);

    sealed class Fractions(ImportRun run) : IProgress<double>
    {
        public void Report(double value) => run.Report(always: value >= 1, value);
    }
}
