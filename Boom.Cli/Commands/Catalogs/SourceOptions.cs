using System.CommandLine;
using Boom.Catalogs;
using Boom.Cli.Parsing;

namespace Boom.Cli.Commands.Catalogs;

/// <summary>The options of commands that bring a table in.</summary>
internal sealed class SourceOptions
{
    const string Utf8 = "utf-8";
    const string Latin1 = "latin-1";

    readonly Option<string?> _ra = new("--ra") { Description = "Column of the right ascension. Default: recognised by its name.", HelpName = "COL" };

    readonly Option<string?> _dec = new("--dec") { Description = "Column of the declination. Default: recognised by its name.", HelpName = "COL" };

    readonly Option<string?> _columns = new("--columns") { Description = "Columns to keep, with commas between them. Default: all.", HelpName = "A,B,C" };

    readonly Option<string?> _version = new("--version") { Description = "Version of the catalogue. Default: today's date (UTC).", HelpName = "TEXT" };

    readonly Option<string?> _where = new("--where") { Description = "Only rows that this match document holds for, e.g. {\"z\": {\"$lt\": 0.2}}.", HelpName = "MATCH" };

    readonly Option<string?> _null = new("--null") { Description = "What else stands for no value, with commas between, e.g. -99,-999.", HelpName = "A,B" };

    readonly Option<string?> _id = new("--id") { Description = "Column that identifies a row.", HelpName = "COL" };

    readonly Option<string?> _separator = new("--separator") { Description = "What separates fields of a text table: a character, tab, or blank. Default: guessed.", HelpName = "C" };

    readonly Option<long?> _hdu = NumberOption.Whole("--hdu", "Unit of a FITS file with the table. Default: the first table", 0, 10_000);

    readonly Option<string> _encoding = new("--encoding")
    {
        Description = "Encoding of text tables: utf-8 (default) or latin-1.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Utf8,
    };

    readonly Option<bool> _strict = new("--strict") { Description = "End at the first row that cannot be taken. Otherwise such rows are left out and counted." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_ra, _dec, _columns, _version, _where, _null, _id, _separator, _hdu, _encoding, _strict])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_separator) is { } text && SeparatorOf(text) is null)
                result.AddError($"--separator is one character, tab or blank, not '{text}'.");
            if (result.GetValue(_encoding) is not (null or Utf8 or Latin1) and var encoding)
                result.AddError($"--encoding is {Utf8} or {Latin1}, not '{encoding}'.");
        });
    }

    public CatalogOptions Read(ParseResult parse)
    {
        MatchOption.Read(_where.Name, parse.GetValue(_where));
        return Options(parse);
    }

    CatalogOptions Options(ParseResult parse) => new()
    {
        RaColumn = parse.GetValue(_ra),
        DecColumn = parse.GetValue(_dec),
        Columns = parse.GetValue(_columns) is { } columns ? Split(columns) : null,
        Version = parse.GetValue(_version),
        Where = parse.GetValue(_where),
        NullMarkers = parse.GetValue(_null) is { } markers ? Split(markers) : [],
        IdColumn = parse.GetValue(_id),
        Separator = parse.GetValue(_separator) is { } separator ? SeparatorOf(separator) : null,
        Hdu = (int?)parse.GetValue(_hdu),
        IsLatin1 = parse.GetValue(_encoding) == Latin1,
        Strict = parse.GetValue(_strict),
    };

    static char? SeparatorOf(string text) => text switch
    {
        "tab" or "\\t" => '\t',
        "blank" or "space" => ' ',
        { Length: 1 } => text[0],
        _ => null,
    };

    static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
