using Boom.Core.Catalogs;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>A file, or files of one kind with the same columns, read one after the other.</summary>
abstract class FileSource : ICatalogSource
{
    readonly string _root;
    readonly IReadOnlyList<string> _paths;
    readonly long[] _lengths;
    readonly List<string> _warnings = [];
    ColumnPlan? _plan;
    TableFile? _file;
    int _index = -1;
    long _bytesBefore;

    /// <param name="kind">What it is, e.g. <c>FITS file</c>.</param>
    /// <param name="root">File or folder.</param>
    /// <param name="paths">The files, in order.</param>
    protected FileSource(string kind, string root, IReadOnlyList<string> paths)
    {
        (_root, _paths) = (root, paths);
        _lengths = [.. paths.Select(path => new FileInfo(path).Length)];
        var name = VisibleText.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(root)));
        Description = paths.Count == 1 && paths[0] == root ? $"{kind} {name}" : $"folder {name} ({kind}s: {paths.Count})";
    }

    public string Description { get; }

    public IReadOnlyList<CatalogColumn> Columns { get; protected set; } = [];

    public IReadOnlyList<SkippedColumn> Skipped { get; private set; } = [];

    public IReadOnlyList<string> Warnings => _warnings;

    public virtual string? IdColumn => null;

    public long? TotalBytes => _lengths.Sum();

    public long ReadBytes => _bytesBefore + (_file?.ReadBytes ?? 0);

    public long WorkingBytes { get; private set; }

    public string Place => _index < 0 || _file is null ? "the beginning" : _paths.Count == 1 ? _file.Place : $"{_file.Place} of {NameOf(_index)}";

    /// <summary>Reads the columns of all files: those of the first, which the others must have too.</summary>
    protected void ReadColumns()
    {
        CatalogColumn[]? columns = null;
        for (var i = 0; i < _paths.Count; i++)
        {
            using var file = Open(_paths[i]);
            WorkingBytes = Math.Max(WorkingBytes, file.WorkingBytes);
            if (columns is null)
            {
                columns = [.. file.Columns];
                Skipped = [.. file.Skipped];
                continue;
            }

            var map = Map(columns, file, NameOf(i));
            for (var column = 0; column < map.Length; column++)
            {
                if (map[column] is >= 0 and var known)
                    columns[known] = columns[known] with { Type = Join(columns[known], file.Columns[column], NameOf(i)) };
            }
        }

        Columns = columns!;
    }

    public virtual void Begin(ColumnPlan plan)
    {
        Close();
        _plan = plan;
        _index = -1;
        _bytesBefore = 0;
        _warnings.Clear();
    }

    public virtual CatalogRead Read(CatalogRow row)
    {
        while (true)
        {
            if (_file is null && !OpenNext())
                return CatalogRead.End;
            var read = _file!.Read(row);
            if (read != CatalogRead.End)
                return read;
            if (_file.Warning is { } warning)
                _warnings.Add(warning);
            _bytesBefore += _lengths[_index];
            Close();
        }
    }

    public void Dispose() => Close();

    /// <summary>Opens a file and reads its columns.</summary>
    protected abstract TableFile Open(string path);

    /// <summary>Name of a file for people: within the folder.</summary>
    protected string NameOf(string path) => VisibleText.Of(path == _root ? Path.GetFileName(path) : Path.GetRelativePath(_root, path));

    string NameOf(int index) => NameOf(_paths[index]);

    bool OpenNext()
    {
        if (++_index >= _paths.Count)
            return false;
        _file = Open(_paths[_index]);
        var map = Map(Columns, _file, NameOf(_index));
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] >= 0 && !_plan!.Wants(map[i]))
                map[i] = -1;
        }

        _file.Begin(map, _plan!);
        return true;
    }

    void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    // By name; columns of one name by their order.
    static int[] Map(IReadOnlyList<CatalogColumn> columns, TableFile file, string name)
    {
        var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            if (!places.TryGetValue(columns[i].Name, out var queue))
                places[columns[i].Name] = queue = new Queue<int>();
            queue.Enqueue(i);
        }

        var map = new int[file.Columns.Count];
        for (var i = 0; i < map.Length; i++)
            map[i] = places.TryGetValue(file.Columns[i].Name, out var queue) && queue.TryDequeue(out var place) ? place : -1;
        var missing = places.FirstOrDefault(place => place.Value.Count > 0).Key;
        return missing is null ? map : throw new CatalogException(
            $"{name} has no column '{VisibleText.Of(missing)}', which the first file of the folder has: files of one catalogue have the same columns.");
    }

    static SkyColumnType Join(CatalogColumn one, CatalogColumn other, string name) => (one.Type, other.Type) switch
    {
        var (a, b) when a == b => a,
        (SkyColumnType.Int32 or SkyColumnType.Int64, SkyColumnType.Int32 or SkyColumnType.Int64) => SkyColumnType.Int64,
        (SkyColumnType.Int32 or SkyColumnType.Float32 or SkyColumnType.Float64, SkyColumnType.Int32 or SkyColumnType.Float32 or SkyColumnType.Float64) => SkyColumnType.Float64,
        _ => throw new CatalogException(
            $"Column '{VisibleText.Of(one.Name)}' is {TypeNames.Of(other.Type)} in {name}, but {TypeNames.Of(one.Type)} before: files of one catalogue have the same columns."),
    };
}
