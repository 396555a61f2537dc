namespace Boom.Catalogs.Positions;

/// <summary>Which columns of a source are the positions, and in what unit.</summary>
/// <param name="Ra">Index of the right ascension.</param>
/// <param name="Dec">Index of the declination.</param>
/// <param name="RaUnit">Its unit.</param>
/// <param name="DecUnit">Unit of the declination.</param>
readonly record struct PositionColumns(int Ra, int Dec, AngleUnit RaUnit, AngleUnit DecUnit)
{
    /// <summary>Finds them: those named, else those recognised.</summary>
    /// <exception cref="CatalogException">There are none, or several.</exception>
    public static PositionColumns Find(string source, IReadOnlyList<CatalogColumn> columns, string? raName, string? decName)
    {
        int ra, dec;
        if (raName is not null && decName is not null)
        {
            ra = ColumnNames.Find(source, columns, raName, "ra");
            dec = ColumnNames.Find(source, columns, decName, "dec");
        }
        else if (raName is not null)
        {
            ra = ColumnNames.Find(source, columns, raName, "ra");
            dec = Partner(source, columns, PositionNames.RaRank(raName), PositionNames.DecRank, "declination", "dec");
        }
        else if (decName is not null)
        {
            dec = ColumnNames.Find(source, columns, decName, "dec");
            ra = Partner(source, columns, PositionNames.DecRank(decName), PositionNames.RaRank, "right ascension", "ra");
        }
        else
        {
            (ra, dec) = Recognise(source, columns);
        }

        if (ra == dec)
            throw new CatalogException($"{source}: column '{columns[ra].Name}' cannot be both right ascension and declination.");
        return new(ra, dec, UnitOf(source, columns[ra]), DecUnitOf(source, columns[dec]));
    }

    static AngleUnit DecUnitOf(string source, CatalogColumn column) => UnitOf(source, column) is var unit and not AngleUnit.Hours
        ? unit
        : throw new CatalogException($"{source}: the unit of the declination '{column.Name}' is hours; a declination is in degrees or radians.");

    static AngleUnit UnitOf(string source, CatalogColumn column)
    {
        if (AngleUnits.Of(column.Unit) is not { } unit)
            throw new CatalogException($"{source}: the unit '{column.Unit}' of column '{column.Name}' is not one of a position; degrees, hours and radians are.");
        return unit == AngleUnit.Unknown ? PositionNames.UnitOf(column.Name) : unit;
    }

    static int Partner(string source, IReadOnlyList<CatalogColumn> columns, int rank, Func<string, int> rankOf, string what, string option)
    {
        var known = Ranked(columns, rankOf);
        var pick = known.FindAll(column => rank >= 0 && column.Rank == rank);
        if (pick.Count == 0)
            pick = known.FindAll(column => column.Rank == 0) is { Count: > 0 } plain ? plain : known;
        return pick.Count switch
        {
            1 => pick[0].Index,
            0 => throw new CatalogException($"{source}: no column is recognised as the {what}: name it with --{option}. {ColumnNames.List(columns)}"),
            _ => throw new CatalogException($"{source}: {Choices(columns, pick)} may each be the {what}: name one with --{option}."),
        };
    }

    static (int Ra, int Dec) Recognise(string source, IReadOnlyList<CatalogColumn> columns)
    {
        var ras = Ranked(columns, PositionNames.RaRank);
        var decs = Ranked(columns, PositionNames.DecRank);
        ras.RemoveAll(ra => !decs.Exists(dec => dec.Rank == ra.Rank));
        decs.RemoveAll(dec => !ras.Exists(ra => ra.Rank == dec.Rank));
        if (ras.Exists(ra => ra.Rank == 0))
        {
            ras.RemoveAll(ra => ra.Rank != 0);
            decs.RemoveAll(dec => dec.Rank != 0);
        }

        if (ras.Count == 0)
            throw new CatalogException($"{source}: no columns are recognised as right ascension and declination: name them with --ra and --dec. {ColumnNames.List(columns)}");
        if (ras.Count > 1)
            throw new CatalogException($"{source}: {Choices(columns, ras)} may each be the right ascension: name one with --ra, and the declination with --dec.");
        if (decs.Count > 1)
            throw new CatalogException($"{source}: {Choices(columns, decs)} may each be the declination: name one with --dec.");
        return (ras[0].Index, decs[0].Index);
    }

    static List<(int Index, int Rank)> Ranked(IReadOnlyList<CatalogColumn> columns, Func<string, int> rankOf)
    {
        var ranked = new List<(int, int)>();
        for (var i = 0; i < columns.Count; i++)
        {
            if (rankOf(columns[i].Name) is >= 0 and var rank)
                ranked.Add((i, rank));
        }

        return ranked;
    }

    static string Choices(IReadOnlyList<CatalogColumn> columns, List<(int Index, int Rank)> choices) =>
        string.Join(choices.Count == 2 ? " and " : ", ", choices.Select(choice => $"'{columns[choice.Index].Name}'"));
}
