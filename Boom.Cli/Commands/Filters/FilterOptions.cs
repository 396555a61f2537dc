using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Boom.Cli.Filters;
using Boom.Cli.Parsing;
using Boom.Core.Surveys;

namespace Boom.Cli.Commands.Filters;

/// <summary>Whose alerts a filter looks at, and what it may see of them: options of several commands.</summary>
internal sealed class FilterOptions
{
    const int MostProgram = 3;

    readonly Option<Survey?> _survey = SurveyOption.Optional($"Survey whose alerts it looks at; default that of a stored filter, that by whose name the file's begins, else {SurveyOption.Supported[0].ToLowerName()}");

    readonly Option<int[]?> _permissions = new("--permissions")
    {
        Description = "Programmes whose alerts and points it may see, with commas between them. Default: 1, the public ones, or those of a stored filter.",
        HelpName = "1,2,3",
        CustomParser = Programs,
    };

    readonly Option<string?> _watchlist = new("--watchlist") { Description = "Only alerts of objects at places of this watch list.", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Options.Add(_survey);
        command.Options.Add(_permissions);
        command.Options.Add(_watchlist);
    }

    /// <summary>What was said; null where nothing was.</summary>
    public FilterWords Read(ParseResult parse) =>
        new(
            parse.GetValue(_survey), parse.GetResult(_permissions) is null ? null : parse.GetValue(_permissions),
            parse.GetValue(_watchlist) is { } list ? Watchlists.WatchlistCommand.TableOf(list) : null);

    static int[]? Programs(ArgumentResult result)
    {
        var programs = new SortedSet<int>();
        foreach (var text in result.Tokens[^1].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var program) && program is >= 1 and <= MostProgram)
            {
                programs.Add(program);
                continue;
            }

            result.AddError($"--permissions are numbers of programmes from 1 to {MostProgram} with commas between them, such as 1,2, not '{result.Tokens[^1].Value}'.");
            return null;
        }

        return [.. programs];
    }
}
