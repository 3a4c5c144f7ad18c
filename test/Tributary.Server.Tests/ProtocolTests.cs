using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>What holds for every request, and what is said about all of them.</summary>
public sealed partial class ProtocolTests
{
    private static HttpRequestMessage Get(string path, string? version = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20 };
        if (version is not null) request.Headers.Add(ProtocolVersion.Header, version);
        return request;
    }

    [Theory]
    [InlineData("2.0", 426, ProblemCodes.WrongProtocolVersion)]
    [InlineData("0.9", 426, ProblemCodes.WrongProtocolVersion)]
    [InlineData("one", 400, ProblemCodes.MalformedRequest)]
    [InlineData("1.0", 200, null)]
    [InlineData("1.99", 200, null)]
    public async Task Within_a_major_version_all_work_together(string version, int status, string? code)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Raw().SendAsync(Get(Routes.Service, version));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(ProtocolVersion.Current.ToString(), response.Headers.GetValues(ProtocolVersion.Header).Single());
        if (code is not null) Assert.Equal(code, (await Refused.ReadAsync(response)).Code);
    }

    [Fact]
    public async Task An_older_coordinator_has_no_chunks_and_a_newer_client_does_without()
    {
        await using TestServer server = await TestServer.StartAsync(TestServer.Settings with { Version = new ProtocolVersion(1, 0) });
        TestSite site = await server.EnrolAsync("berlin");
        byte[] model = Line.ModelFile();
        await server.SubmitAsync(Line.Job(), model);
        var store = new MemoryBlobStore();
        BlobId previous = await ((IBlobStore)store).PutAsync(Line.ModelFile(5, 6));
        await new BlobTransfer(site.Connection).DownloadAsync(BlobId.Of(model), store, store, previous);
        using HttpResponseMessage response = await server.Raw(site.Certificate).SendAsync(Get(Routes.BlobChunks(BlobId.Of(model))));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await Refused.ReadAsync(response);
    }

    [Theory]
    [InlineData("GET", "/", 404, ProblemCodes.NotFound)]
    [InlineData("GET", "/v1/nothing", 404, ProblemCodes.NotFound)]
    [InlineData("GET", "/v1/blobs/../../etc/passwd", 404, ProblemCodes.NotFound)]
    [InlineData("PUT", Routes.Service, 405, ProblemCodes.MalformedRequest)]
    [InlineData("POST", Routes.People, 415, ProblemCodes.MalformedRequest)]
    [InlineData("GET", "/v1/blobs/xyz", 400, ProblemCodes.MalformedRequest)]
    [InlineData("GET", "/v1/blobs/..%2f..%2fetc%2fpasswd", 400, ProblemCodes.MalformedRequest)]
    [InlineData("GET", "/v1/runs/..%2f..%2fx", 404, ProblemCodes.NotFound)]
    [InlineData("DELETE", "/v1/people/nobody", 404, ProblemCodes.NotFound)]
    public async Task Whatever_is_refused_is_a_problem_with_a_code(string method, string path, int status, string code)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Raw(token: server.AdminToken).SendAsync(
            new HttpRequestMessage(new HttpMethod(method), path) { Version = HttpVersion.Version20 });
        Assert.Equal((status, code), ((int)response.StatusCode, (await Refused.ReadAsync(response)).Code));
    }

    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("null", "application/json", 400)]
    [InlineData("""{"name":"a"}""", "application/json", 400)]
    [InlineData("""{"name":null,"role":"auditor"}""", "application/json", 400)]
    [InlineData("""{"name":"a","role":"king"}""", "application/json", 400)]
    [InlineData("""{"name":"a","role":"auditor"}""", "text/plain", 415)]
    [InlineData("""{"name":"a","role":"auditor","new":1}""", "application/json", 200)]
    public async Task A_message_is_what_the_protocol_says_or_newer(string message, string type, int status)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Raw(token: server.AdminToken).PostAsync(Routes.People, new StringContent(message, null, type));
        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200) Assert.Equal(ProblemCodes.MalformedRequest, (await Refused.ReadAsync(response)).Code);
    }

    [Fact]
    public async Task Old_http_works_too()
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Contains("coordinator", await server.Raw(version: HttpVersion.Version11).GetStringAsync(Routes.Service));
    }

    [Fact]
    public async Task A_job_that_cannot_run_in_the_field_is_refused_with_all_its_problems()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.EnrolAsync("berlin");
        string job = Line.Job(cohort: 7, members: """, "field": { "sites": ["berlin", "atlantis"] }, "normalize": true """)
            .Replace(""", "largestWeight": 4""", "", StringComparison.Ordinal);
        ProblemMessage refused = await Refused.ByAsync(422, ProblemCodes.NotForTheField, () => server.SubmitAsync(job));
        Assert.Equal(["$.largestWeight", "$.normalize"], refused.Problems!.Select(problem => problem.Path));
        refused = await Refused.ByAsync(422, ProblemCodes.NotForTheField, () => server.SubmitAsync(Line.Job(cohort: 7, members: """, "field": { "sites": ["berlin", "atlantis"] } """)));
        Assert.Equal(["$.field.sites", "$.minimumCohort"], refused.Problems!.Select(problem => problem.Path));
        refused = await Refused.ByAsync(422, ProblemCodes.UnknownOption, () => server.SubmitAsync(Line.Job(members: """, "cohort": 1 """)));
        Assert.Equal("$.cohort", refused.Problems!.Single().Path);
        refused = await Refused.ByAsync(422, ProblemCodes.NotForTheField, () => server.SubmitAsync(Line.Job(), new byte[] { 1, 2, 3 }));
        Assert.Contains("cannot be read", refused.Detail);
    }

    [Fact]
    public async Task Health_is_for_everybody_and_readiness_says_whether_the_store_takes_anything()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpClient anybody = server.Raw();
        Assert.Equal("alive\n", await anybody.GetStringAsync(Routes.Health));
        Assert.Equal("ready\n", await anybody.GetStringAsync(Routes.Ready));
    }

    [Fact]
    public async Task A_coordinator_that_stops_ends_what_it_holds()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(Line.Job(cohort: 1));
        HttpClient client = server.Raw(site.Certificate);
        Task<HttpResponseMessage> held = client.PostAsync(
            Routes.CheckIn, new StringContent($$"""{"waitSeconds":20,"runs":["{{run}}"]}""", null, "application/json"));
        await site.ConsentAsync(run, approved: false); // by then the other request is being held, or will be refused: both are answered
        await server.StopAsync();
        try
        {
            using HttpResponseMessage response = await held;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(ProblemCodes.NotAvailableNow, (await Refused.ReadAsync(response)).Code);
        }
        catch (HttpRequestException)
        {
            // the door was closed before it had come in
        }
    }

    [Fact]
    public async Task The_document_describes_every_route_and_every_message()
    {
        await using TestServer server = await TestServer.StartAsync();
        using JsonDocument document = JsonDocument.Parse(await server.Raw().GetStringAsync("/openapi/v1.json"));
        string[] paths = [.. document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name)];
        foreach (string route in RoutePaths()) Assert.Contains(paths, path => Pattern(path).IsMatch(route));
        JsonElement schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        foreach (Type message in Messages()) Assert.True(schemas.TryGetProperty(message.Name, out _), $"{message.Name} is not described.");
        JsonElement checkIn = document.RootElement.GetProperty("paths").GetProperty(Routes.CheckIn).GetProperty("post");
        Assert.Equal("#/components/schemas/CheckInRequest",
            checkIn.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString());
    }

    [Fact]
    public async Task The_page_of_the_protocol_names_every_operation_and_every_member()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Checkout(), "docs", "protocol.md"));
        await using TestServer server = await TestServer.StartAsync();
        using JsonDocument document = JsonDocument.Parse(await server.Raw().GetStringAsync("/openapi/v1.json"));
        foreach (JsonProperty path in document.RootElement.GetProperty("paths").EnumerateObject())
            foreach (JsonProperty operation in path.Value.EnumerateObject())
                Assert.Contains($"| {operation.Name.ToUpperInvariant()} | `{path.Name}` |", page, StringComparison.Ordinal);
        foreach (Type message in Messages().Concat([typeof(InvitationMessage), typeof(OfferMessage), typeof(LedgerEntry), typeof(MailMessage), typeof(RetryWindow), typeof(PrivacyMessage)]))
            foreach (PropertyInfo member in message.GetProperties())
                Assert.Contains($"`{JsonNamingPolicy.CamelCase.ConvertName(member.Name)}`", page, StringComparison.Ordinal);
        foreach (string code in typeof(ProblemCodes).GetFields().Select(field => (string)field.GetValue(null)!).Where(code => string.CompareOrdinal(code, "TRB0410") >= 0 && string.CompareOrdinal(code, "TRB0426") <= 0))
            if (code is not (ProblemCodes.RefusedByPeer or ProblemCodes.Unreachable or ProblemCodes.ReceiptInvalid))
                Assert.Contains(code, page, StringComparison.Ordinal);
    }

    /// <summary>Every route of the library, made with arguments of some kind.</summary>
    private static IEnumerable<string> RoutePaths()
    {
        foreach (FieldInfo field in typeof(Routes).GetFields())
            if (field.Name is not (nameof(Routes.Uploads) or nameof(Routes.Blobs))) yield return (string)field.GetValue(null)!;
        foreach (MethodInfo method in typeof(Routes).GetMethods(BindingFlags.Public | BindingFlags.Static))
            if (method.Name is not (nameof(Routes.Round) or nameof(Routes.Site)))
                yield return (string)method.Invoke(null, [.. method.GetParameters().Select(parameter =>
                    parameter.ParameterType == typeof(string) ? "name"
                    : parameter.ParameterType == typeof(BlobId) ? BlobId.Of([1])
                    : (object)new RoundId("run", 1))])!;
    }

    private static Regex Pattern(string path) => new($"^{Parameter().Replace(path, "[^/]+")}$");

    private static IEnumerable<Type> Messages() => typeof(ServiceMessage).Assembly.GetTypes()
        .Where(type => type.Namespace == "Tributary.Protocol" && (type.Name.EndsWith("Message", StringComparison.Ordinal) || type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Name.EndsWith("Answer", StringComparison.Ordinal)))
        .Where(type => ProtocolJson.Default.GetTypeInfo(type) is not null)
        .Where(type => type.Name is not (nameof(OfferMessage) or nameof(InvitationMessage) or nameof(MailMessage) or nameof(SiteMessage) or nameof(PersonMessage) or nameof(RunSiteMessage) or nameof(MemberMessage) or nameof(PrivacyMessage)));

    private static string Checkout()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Tributary.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests do not run in a checkout.");
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();
}
