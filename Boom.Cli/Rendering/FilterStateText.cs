using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Cli.Rendering;

/// <summary>What people are told of a stored filter.</summary>
internal static class FilterStateText
{
    /// <summary>Whether it runs: <c>active</c>, <c>inactive</c> or <c>suspended</c>.</summary>
    public static string Of(StoredFilter filter) => filter switch
    {
        { IsActive: true } => "active",
        { Suspension: not null } => "suspended",
        _ => "inactive",
    };

    /// <summary>What it may see, such as <c>ZTF 1,2</c>.</summary>
    public static string Permissions(StoredFilter filter) => string.Join("; ", filter.Permissions.OrderBy(survey => survey.Key).Select(survey =>
        $"{survey.Key.ToUpperName()} {string.Join(',', survey.Value.Select(program => program.ToString(CultureInfo.InvariantCulture)))}"));
}
