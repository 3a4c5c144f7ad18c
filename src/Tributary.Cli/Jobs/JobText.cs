using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Core;

namespace Tributary.Cli;

/// <summary>Job files: as users wrote them, and as samples that are part of the program.</summary>
internal static class JobText
{
    private static readonly JsonDocumentOptions _lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The text of a file.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                ProblemCodes.JobCannotBeRead, "$",
                $"The job file '{path}' cannot be read, so nothing can run. Check the path and the permissions.");
        }
    }

    /// <summary>The text of the sample called <paramref name="name"/>.</summary>
    public static string Sample(string name)
    {
        using Stream stream = typeof(JobText).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new ArgumentException($"There is no sample '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A job's members; comments are lost.</summary>
    public static JsonObject Parse(string text) => JsonNode.Parse(text, documentOptions: _lenient)!.AsObject();

    /// <summary>
    /// The job with one member set; <paramref name="path"/> is dotted, such as <c>local.optimizer.learningRate</c>. Comments are lost.
    /// </summary>
    public static string With(string text, string path, JsonNode value)
    {
        JsonObject root = Parse(text);
        string[] names = path.Split('.');
        JsonObject target = names[..^1].Aggregate(root, (parent, name) => (parent[name] ??= new JsonObject()).AsObject());
        target[names[^1]] = value;
        return root.ToJsonString();
    }
}
