using System.Collections.Frozen;

namespace Boom.Core.Catalogs.Matching;

/// <summary>
/// The sky tables of one folder or several, open. <see cref="Refresh"/> takes what has been added, replaced or removed since; whoever uses a table meanwhile
/// keeps it until he is done.
/// </summary>
/// <param name="folders">Folders of <c>NAME.sky</c>; they need not be there. Of two tables of one name that of the earlier folder counts.</param>
public sealed class CatalogShelf(params string[] folders) : IDisposable
{
    readonly Lock _lock = new();
    readonly Dictionary<string, Shelved> _tables = new(StringComparer.Ordinal);
    readonly string[] _folders = Array.ConvertAll(folders, Path.GetFullPath);
    CatalogSet _set = new([], [], Describe(folders));

    /// <summary>The folders, as a sentence names them.</summary>
    public string Place { get; } = Describe(folders);

    /// <summary>The tables as they are now; to be disposed of.</summary>
    public CatalogSet Take()
    {
        lock (_lock)
            return _set.Share();
    }

    /// <summary>Looks at the folder again; answers whether tables or problems have changed.</summary>
    public bool Refresh()
    {
        lock (_lock)
        {
            var files = FindFiles(out var problem);
            var changed = false;
            foreach (var gone in _tables.Keys.Except(files.Keys).ToList())
            {
                _tables.Remove(gone, out var shelved);
                shelved!.Table?.Release();
                changed = true;
            }

            foreach (var (path, mark) in files)
                changed |= Look(path, mark);
            var problems = _tables.Values.Select(shelved => shelved.Problem).OfType<string>().ToList();
            if (problem is not null)
                problems.Add(problem);
            if (!changed && problems.SequenceEqual(_set.Problems))
                return false;
            var former = _set;
            _set = new CatalogSet(Distinct(_tables), problems, Place);
            former.Dispose();
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var shelved in _tables.Values)
                shelved.Table?.Release();
            _tables.Clear();
            _set.Dispose();
            _set = new CatalogSet([], [], Place);
        }
    }

    /// <summary>The files of tables, each with what tells it from another file of that name.</summary>
    Dictionary<string, (long Length, DateTime Written)> FindFiles(out string? problem)
    {
        problem = null;
        var files = new Dictionary<string, (long, DateTime)>(StringComparer.Ordinal);
        foreach (var folder in _folders)
            FindFiles(folder, files, ref problem);
        return files;
    }

    void FindFiles(string folder, Dictionary<string, (long, DateTime)> files, ref string? problem)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                foreach (var file in new DirectoryInfo(folder).EnumerateFiles($"*{SkyTableFormat.Extension}").Where(file => file.Name[0] != '.'))
                    files[file.FullName] = (file.Length, file.LastWriteTimeUtc);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problem = $"The folder of catalogues {folder} cannot be read ({fault.Message}): look at the rights of this user.";

            // What is open stays in use.
            foreach (var (path, shelved) in _tables.Where(known => Path.GetDirectoryName(known.Key) == folder))
                files[path] = shelved.Mark;
        }
    }

    IEnumerable<SharedTable> Distinct(Dictionary<string, Shelved> tables) => _folders
        .SelectMany(folder => tables.Where(known => Path.GetDirectoryName(known.Key) == folder)).Select(known => known.Value.Table).OfType<SharedTable>()
        .DistinctBy(shared => shared.Table.Header.Description.Name);

    static string Describe(string[] folders) => string.Join(" and ", folders.Select(Path.GetFullPath));

    bool Look(string path, (long, DateTime) mark)
    {
        _tables.TryGetValue(path, out var known);
        // What could not be opened is tried again: rights and disks are mended without a trace in the file.
        if (known is not null && known.Mark == mark && known.Problem is null)
            return false;
        var shelved = new Shelved(mark, null, null);
        try
        {
            var table = SkyTable.Open(path);
            var name = Path.GetFileNameWithoutExtension(path);
            if (table.Header.Description.Name == name)
            {
                shelved = shelved with { Table = new SharedTable(table) };
            }
            else
            {
                var problem = $"{path} is the table of {table.Header.Description.Name}: give the file that name, or bring the catalogue in as {name}.";
                table.Dispose();
                shelved = shelved with { Problem = problem };
            }
        }
        catch (Exception fault) when (fault is SkyTableException or IOException or UnauthorizedAccessException)
        {
            shelved = shelved with { Problem = fault.Message };
        }

        if (known is not null && known.Mark == mark && shelved.Problem == known.Problem)
            return false;

        // A file that cannot be used does not take the place of a table that can.
        if (shelved.Table is null && known?.Table is { } former)
            shelved = shelved with { Table = former };
        else
            known?.Table?.Release();
        _tables[path] = shelved;
        return true;
    }

    sealed record Shelved((long Length, DateTime Written) Mark, SharedTable? Table, string? Problem);
}

/// <summary>A table that is closed when its last user is done.</summary>
sealed class SharedTable(SkyTable table)
{
    int _uses = 1;

    public SkyTable Table => table;

    public void Use() => Interlocked.Increment(ref _uses);

    public void Release()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
            table.Dispose();
    }
}

/// <summary>Tables of one moment, open for as long as somebody has the set.</summary>
public sealed class CatalogSet : IDisposable
{
    readonly FrozenDictionary<string, SharedTable> _tables;
    int _uses = 1;

    internal CatalogSet(IEnumerable<SharedTable> tables, IReadOnlyList<string> problems, string place)
    {
        Place = place;
        _tables = tables.ToFrozenDictionary(table => table.Table.Header.Description.Name, StringComparer.Ordinal);
        Problems = problems;
        foreach (var table in _tables.Values)
            table.Use();
    }

    /// <summary>The folders of the tables, as a sentence names them.</summary>
    public string Place { get; }

    /// <summary>What keeps files of the folder from being used, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The tables, by name.</summary>
    public IEnumerable<SkyTable> Tables => _tables.Values.Select(shared => shared.Table);

    /// <summary>The table of a catalogue, or null.</summary>
    public SkyTable? Find(string name) => _tables.TryGetValue(name, out var shared) ? shared.Table : null;

    /// <summary>The same set for another user, who disposes of it too.</summary>
    public CatalogSet Share()
    {
        Interlocked.Increment(ref _uses);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _uses) != 0)
            return;
        foreach (var table in _tables.Values)
            table.Release();
    }
}
