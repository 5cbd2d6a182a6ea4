/* The floor of `plan` and `check`: libyaml reads whole files into events and nobody looks at them. */
#include <stdio.h>
#include <yaml.h>

static int drain(yaml_parser_t *parser) {
    yaml_event_t event;
    int is_end = 0;
    while (!is_end) {
        if (!yaml_parser_parse(parser, &event)) {
            fprintf(stderr, "yaml_events: line %zu: %s\n", parser->problem_mark.line + 1, parser->problem);
            return 1;
        }
        is_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return 0;
}

static int read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    yaml_parser_t parser;
    if (file == NULL || !yaml_parser_initialize(&parser)) {
        perror(path);
        return 1;
    }
    yaml_parser_set_input_file(&parser, file);
    int status = drain(&parser);
    yaml_parser_delete(&parser);
    fclose(file);
    return status;
}

int main(int count, char **arguments) {
    if (count < 2) {
        fputs("usage: yaml_events FILE...\n", stderr);
        return 64;
    }
    int status = 0;
    for (int index = 1; index < count; index++) {
        status |= read_file(arguments[index]);
    }
    return status;
}
