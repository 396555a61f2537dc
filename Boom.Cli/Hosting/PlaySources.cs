using Boom.Core.Pipeline;

namespace Boom.Cli.Hosting;

static class PlaySources { public static bool CanBeOpened(Play play) => play.Source.Length > 0; }
