using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <summary>What of a survey's cutouts is not known to be on the disk; first segment 0 when nothing is.</summary>
readonly record struct UnflushedCutouts(Survey Survey, int FirstSegment, int LastSegment, long LastId);
