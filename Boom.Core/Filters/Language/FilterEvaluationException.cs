namespace Boom.Core.Filters;

/// <summary>An error that an expression meets in the data of one document, such as a division by zero; the text has no full stop.</summary>
class FilterEvaluationException(string reason) : Exception(reason);

/// <summary>An evaluation that went over its budget.</summary>
sealed class FilterBudgetException(string reason) : FilterEvaluationException(reason);

/// <summary>The evaluation came upon an unknown value where nothing can be said without it.</summary>
sealed class UnknownValueException() : Exception("A value is unknown.");
