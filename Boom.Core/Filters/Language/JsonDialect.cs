namespace Boom.Core.Filters;

/// <summary>How numbers and objects of a JSON text are read.</summary>
/// <param name="Int32WhereFits">An integer is an int32 where it fits, as drivers send it; else every integer is an int64, as stored filters have it.</param>
/// <param name="Extended"><c>{"$date": …}</c>, <c>{"$numberLong": …}</c> and their like stand for single values.</param>
readonly record struct JsonDialect(bool Int32WhereFits, bool Extended);
