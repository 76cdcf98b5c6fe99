<?php
// php polylang-fill.php FOLDER SAMPLE < GROUPS: the sample's English, French and Spanish posts, with their ids,
// dates and statuses, as Polylang keeps them: a term of `language` each, a term of `post_translations` a group.
$_SERVER += [ 'HTTP_HOST' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_URI' => '/', 'REMOTE_ADDR' => '127.0.0.1' ];
require "$argv[1]/wp-load.php";
kses_remove_filters();
global $wpdb;
foreach ( get_posts( [ 'post_type' => [ 'post', 'page' ], 'post_status' => 'any', 'numberposts' => -1 ] ) as $post ) {
	wp_delete_post( $post->ID, true );
}
$groups = json_decode( stream_get_contents( STDIN ), true );
foreach ( [ 'en', 'fr', 'es' ] as $slug ) {
	foreach ( glob( "$argv[2]/posts/$slug/*.json" ) as $file ) {
		$row  = json_decode( file_get_contents( $file ), true );
		$body = $row['content']['rendered'];
		$told = trim( html_entity_decode( wp_strip_all_tags( $row['excerpt']['rendered'] ?? '' ) ) );
		$cut  = str_ends_with( $told, '[…]' ) || str_starts_with( trim( html_entity_decode( wp_strip_all_tags( $body ) ) ), $told );
		wp_insert_post( [
			'import_id'     => $row['id'],
			'post_type'     => $row['type'],
			'post_status'   => $row['status'],
			'post_title'    => wp_slash( html_entity_decode( $row['title']['rendered'] ) ),
			'post_name'     => $row['slug'],
			'post_content'  => wp_slash( $body ? "<!-- wp:html -->\n$body\n<!-- /wp:html -->" : '' ),
			'post_excerpt'  => wp_slash( $cut ? '' : $told ),
			'post_date'     => str_replace( 'T', ' ', $row['date'] ),
			'post_date_gmt' => str_replace( 'T', ' ', $row['date_gmt'] ),
			'post_password' => $row['content']['protected'] ? 'secret' : '',
		] );
		$wpdb->update(
			$wpdb->posts,
			[
				'post_modified'     => str_replace( 'T', ' ', $row['modified'] ),
				'post_modified_gmt' => str_replace( 'T', ' ', $row['modified_gmt'] ),
			],
			[ 'ID' => $row['id'] ]
		);
		wp_set_object_terms( $row['id'], $slug, 'language' );
	}
}
foreach ( $groups as $number => $group ) {
	$term = wp_insert_term( "pll_$number", 'post_translations', [ 'description' => serialize( $group ) ] );
	foreach ( $group as $id ) {
		wp_set_object_terms( $id, (int) $term['term_id'], 'post_translations' );
	}
}
