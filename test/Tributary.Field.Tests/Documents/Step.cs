namespace Tributary.Field.Tests;

/// <summary>A command of a page and what the page says that it prints.</summary>
/// <param name="Command">What is typed.</param>
/// <param name="Expected">Lines; an ellipsis stands for anything.</param>
internal sealed record Step(string Command, IReadOnlyList<string> Expected);
