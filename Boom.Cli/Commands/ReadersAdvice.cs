using Boom.Embedded;
using Boom.Embedded.Readers;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Commands;

/// <summary>Says that nobody signs in by the section <c>Readers</c>: a broker that is named has users of its own.</summary>
internal static class ReadersAdvice
{
    /// <summary>A sentence; null where no reader is named, or the broker is the embedded one.</summary>
    /// <param name="configuration">Sound settings.</param>
    public static string? Of(IConfiguration configuration) => ServerSettings.From(configuration).Kafka is not null && ReadersOptions.Read(configuration).HasUser
        ? "Readers__Username and Readers__Password are for the embedded broker, and do nothing here: ConnectionStrings__kafka names a broker, which has users of its own."
        : null;
}
