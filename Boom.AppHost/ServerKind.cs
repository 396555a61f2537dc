namespace Boom.AppHost;

/// <summary>How servers are started that are not named.</summary>
enum ServerKind
{
    /// <summary>As containers where an engine runs, else embedded.</summary>
    Auto,

    /// <summary>In the program <c>boom serve</c>.</summary>
    Embedded,

    /// <summary>As containers.</summary>
    Containers,
}
